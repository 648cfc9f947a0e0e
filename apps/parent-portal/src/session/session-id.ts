import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

const ID = /^[\w-]{43}$/;

/** The random id of a session or of a login under way, as it stands in a cookie: 256 bits, base64url. */
export const newSessionId = (): string => randomBytes(32).toString('base64url');

export const isSessionId = (text: string): boolean => ID.test(text);

/** What is stored of an id: whoever reads the table cannot be anybody. */
export const sessionIdHash = (id: string): Buffer => createHash('sha256').update(id).digest();

/** The token that a form of this session carries. It follows from the id, which no other site and no table knows. */
export const csrfToken = (id: string): string => createHmac('sha256', id).update('form').digest('base64url');

export function isCsrfToken(id: string, token: string): boolean {
  const [right, given] = [Buffer.from(csrfToken(id)), Buffer.from(token)];
  return right.length === given.length && timingSafeEqual(right, given);
}

import { createHash } from 'node:crypto';
import { z } from 'zod';
import { keyFor } from '../login/key-for.js';
import type { PortalUser } from '../session/portal-user.js';

/** The field that a form carries so that it does its work once, however often it is sent. A new one for each page shown. */
export const FormKeySchema = z.uuid();

/** The key under which the form's write is repeated at another service: it follows from session and form, so no two people share one. */
export function formKey({ sessionId }: PortalUser, key: string): string {
  return keyFor({ id: createHash('sha256').update(`form\n${sessionId}\n${key.toLowerCase()}`).digest('hex') });
}

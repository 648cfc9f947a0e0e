import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { createHash, createHmac } from 'node:crypto';
import type { Request } from 'express';
import { RefusalError } from '#contracts/refusal-error.js';
import type { CallerRequest } from '#security/caller.js';
import type { Principal } from '#security/principal.js';

/**
 * A write that its caller may send again after a lost answer. Neither part can be turned back into what was sent: the key is
 * kept as a hash alone, and without the key nobody can try out which body a fingerprint belongs to.
 */
export interface RepeatableWrite {
  /** Of caller and key, as hex: the same key of two callers is two writes. */
  id: string;
  /** Of method, address and body but for what a repetition may say otherwise, as hex. */
  fingerprint: string;
}

/** What of a request makes the write. */
type WriteRequest = CallerRequest & Pick<Request, 'method' | 'originalUrl' | 'headers'> & { body?: unknown };

export const REPEATABLE_METADATA = 'hub:repeatable';

/** An RFC 8941 string as the draft asks for, or the bare UUID as many clients send it. */
const KEY = /^(?:"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"|([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}))$/i;

/**
 * `@Repeatable() write: RepeatableWrite`, read from the header `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header),
 * which the door then requires: a UUID that the caller makes anew for each write and sends again with each repetition of it.
 * Refuses IDEMPOTENCY_KEY_MISSING, or SHAPE_INVALID for something that is no UUID. `otherwise`: parts of the body that may differ in a repetition.
 */
export function Repeatable({ otherwise = [] }: { otherwise?: readonly string[] } = {}): ParameterDecorator {
  const read = createParamDecorator((_: unknown, context: ExecutionContext) =>
    repeatableWrite(context.switchToHttp().getRequest<WriteRequest>(), otherwise),
  )();
  return (prototype, name, index) => {
    Reflect.defineMetadata(REPEATABLE_METADATA, true, (prototype as Record<string | symbol, object>)[name!]!);
    read(prototype, name, index);
  };
}

/** What the request says of itself; see `Repeatable`. */
export function repeatableWrite(request: WriteRequest, otherwise: readonly string[] = []): RepeatableWrite {
  if (!request.principal) throw new Error('A repeatable write stands behind an open door');
  const header = request.headers['idempotency-key'];
  if (header === undefined) throw new RefusalError('IDEMPOTENCY_KEY_MISSING', { place: 'header/Idempotency-Key' });
  const [, quoted, bare] = KEY.exec(String(header)) ?? [];
  const key = (quoted ?? bare)?.toLowerCase();
  if (key === undefined) throw new RefusalError('SHAPE_INVALID', { place: 'header/Idempotency-Key' });
  const compared = (name: string, value: unknown) => (otherwise.includes(name) ? undefined : value);
  const what = `${request.method} ${request.originalUrl}\n${JSON.stringify(request.body, compared) ?? ''}`;
  return {
    id: createHash('sha256')
      .update(`${nameOf(request.principal)}\n${key}`)
      .digest('hex'),
    fingerprint: createHmac('sha256', key).update(what).digest('hex'),
  };
}

function nameOf(caller: Principal): string {
  if (caller.kind === 'staff' || caller.kind === 'guardian') {
    return [caller.kind, caller.municipality, caller.subject].join('\n');
  }
  if (caller.kind === 'portal_user') throw new Error('A form of a page is no repeatable write');
  return [caller.kind, caller.clientId].join('\n');
}

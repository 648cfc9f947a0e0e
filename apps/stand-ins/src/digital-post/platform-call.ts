import type { Request } from 'express';
import type { DigitalPostState } from './digital-post-state.js';
import { PlatformError } from './platform-error.js';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** What every call of the platform must carry: a token it has given, and the headers of a transaction. */
export function checkPlatformCall(request: Request, state: DigitalPostState): void {
  if (state.behaviour.mode === 'down') throw new PlatformError(503, 'TEMPORARY', 'The platform is closed');
  const token = /^Holder-of-key (\S+)$/.exec(request.headers.authorization ?? '')?.[1];
  if (!token || !state.isToken(token)) throw new PlatformError(401, 'UNAUTHORIZED', 'The token is not valid');
  if (!UUID.test(String(request.headers['x-transaktionsid'] ?? ''))) {
    throw new PlatformError(400, 'INVALID', 'x-TransaktionsId is not a UUID');
  }
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/.test(String(request.headers['x-transaktionstid'] ?? ''))) {
    throw new PlatformError(400, 'INVALID', 'x-TransaktionsTid is not a time in UTC with seconds');
  }
}

import type { IncomingMessage } from 'node:http';
import type { PortalUserPrincipal } from './principal.js';

/** Whoever can say which person's session a browser's request belongs to. A service with pages provides one. */
export abstract class SessionReader {
  /** Null without a session that is still open. */
  abstract read(request: IncomingMessage): Promise<PortalUserPrincipal | null>;
}

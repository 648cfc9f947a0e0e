import type { DocumentKind } from '#contracts/questions/access.js';

/** What access is asked to: the kinds that other services ask about, and consent's own access log. */
export type AskedKind = DocumentKind | 'access_log';

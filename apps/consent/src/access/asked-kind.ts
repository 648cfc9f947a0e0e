import type { DocumentKind } from '#contracts/questions/access.js';

/** What access is asked to: the kinds that other services ask about, and what consent itself keeps. */
export type AskedKind = DocumentKind | 'access_log' | 'consent' | 'information_request';

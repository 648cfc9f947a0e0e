import { redactCpr } from './redact-cpr.js';

/**
 * What may stand beside the text of a log line: ids, codes, counts and measures, by name. A field that is not in this list
 * does not compile, so that details are chosen one by one and a whole object can never slip in.
 */
export interface LogFields {
  attempt?: number;
  attempts?: number;
  bytes?: number;
  causationId?: string | null;
  channel?: string;
  childId?: string | null;
  clientId?: string;
  code?: string | null;
  consumer?: string;
  count?: number;
  database?: string;
  documentId?: string;
  durationMs?: number;
  errorClass?: string;
  eventId?: string;
  eventType?: string;
  guardianId?: string;
  host?: string;
  job?: string;
  kind?: string;
  lag?: number;
  letterId?: string;
  method?: string;
  migration?: string;
  municipality?: string;
  offset?: string | number;
  outcome?: string;
  partition?: number;
  pid?: number;
  place?: string | null;
  port?: number;
  receiptId?: string;
  route?: string;
  ruleSet?: string;
  ruleVersion?: number | string;
  service?: string;
  signal?: string;
  state?: string;
  status?: number;
  taskId?: string;
  topic?: string;
  total?: number;
  url?: string;
  version?: number | string;
}

const CODE = /^[\w.:/\-+{}*#%,=@[\]()]{0,200}$/;

/** A field as it is written: numbers as they are, strings only when they look like an id or a code, CPR-shaped values never. */
export function writtenField(value: unknown): string | number | boolean | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'boolean') return value;
  const text = String(value);
  const redacted = redactCpr(text);
  if (redacted !== text) return redacted;
  if (typeof value === 'number') return value;
  return CODE.test(text) ? text : '[text]';
}

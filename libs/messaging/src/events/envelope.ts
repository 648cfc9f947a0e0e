import type { BrokerMessage } from '../broker/broker.js';
import { AGAIN_HEADER } from './open-parcel.js';
import type { OutboxRow } from '../outbox/outbox-row.js';

/** A published event as the broker gets it: CloudEvents 1.0 in binary mode, the data as JSON in the value. */
export function envelopeOf(
  row: OutboxRow,
  source: string,
  topicPrefix: string,
  traceparent: string | null,
): BrokerMessage {
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    ce_specversion: '1.0',
    ce_id: row.eventId,
    ce_source: source,
    ce_type: row.type,
    ce_time: row.time,
    ce_dataschema: row.dataschema,
    ce_partitionkey: row.key,
    ce_municipality: row.municipality,
    ce_recordedtime: row.recordedAt,
  };
  if (row.subject !== null) headers['ce_subject'] = row.subject;
  if (row.causationId !== null) headers['ce_causationid'] = row.causationId;
  if (row.again) headers[AGAIN_HEADER] = '1';
  if (traceparent !== null) headers['traceparent'] = traceparent;
  return { topic: `${topicPrefix}${row.topic}`, key: row.key, headers, value: row.data };
}

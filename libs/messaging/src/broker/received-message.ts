import type { KafkaMessage } from 'kafkajs';
import type { ReceivedMessage } from './broker.js';

/** A message of the client as the port has it. */
export function receivedMessage(message: KafkaMessage): ReceivedMessage {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(message.headers ?? {})) {
    // A header may be there without a value: the client then says null, whatever its types say.
    const single = (Array.isArray(value) ? value[0] : value) as Buffer | string | null | undefined;
    if (single !== undefined && single !== null) headers[name] = single.toString();
  }
  return {
    offset: Number(message.offset),
    key: message.key?.toString() ?? null,
    headers,
    value: message.value,
    timestamp: Number(message.timestamp),
  };
}

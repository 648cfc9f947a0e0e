import { traceForgottenV1 } from '#contracts/events/trace-forgotten.js';
import type { OutgoingEvent } from '../events/outgoing-event.js';

/** Tells operations that nothing more is due in these chains, because what they were about was deleted. The child is not named. */
export function forgottenTraces(traceIds: readonly string[], municipality: string, time: string): OutgoingEvent[] {
  return [...new Set(traceIds)].map((traceId) => ({
    contract: traceForgottenV1,
    key: traceId,
    municipality,
    time,
    traceparent: `00-${traceId}-${traceId.slice(0, 16)}-01`,
    data: { traceId, municipality },
  }));
}

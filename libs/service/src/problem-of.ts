import { refusalCodes } from '#contracts/refusal-codes.js';
import type { RefusalError } from '#contracts/refusal-error.js';
import { activeTraceId } from '#observability/traceparent.js';
import type { Problem } from './problem.js';

/** The problem document of a refusal, with the trace id of the active request. */
export function problemOf(refusal: RefusalError): Problem {
  return {
    type: `https://trivselshub.dk/problems/${refusal.code}`,
    title: refusalCodes[refusal.code].title,
    status: refusal.status,
    code: refusal.code,
    detail: refusal.detail,
    place: refusal.place,
    cure: refusal.cure,
    traceId: activeTraceId(),
  };
}

import { Cpr } from '#contracts/cpr.js';
import { RefusalError } from '#contracts/refusal-error.js';
import { RecordIdSchema } from '#contracts/values.js';

const uuids = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi;
const tenDigits = /(?<!\d)\d{6}-?\d{4}(?!\d)/g;

/**
 * True when the sender's own id may travel on in events and logs: short, plain, and holding no civil registration number.
 * A UUID is let through: one in some thousand holds ten digits in a row that happen to begin with a date.
 */
export function isRecordId(text: string): boolean {
  return RecordIdSchema.safeParse(text).success && !holdsCpr(text);
}

/** True when a civil registration number stands anywhere in an id. */
export function holdsCpr(id: string): boolean {
  return id.match(tenDigits) !== null && (id.replace(uuids, '').match(tenDigits) ?? []).some(isCpr);
}

export function judgeRecordId(text: string, place: string): string {
  if (!isRecordId(text)) throw new RefusalError('RECORD_ID_INVALID', { place });
  return text;
}

function isCpr(digits: string): boolean {
  try {
    Cpr.parse(digits);
    return true;
  } catch (error) {
    if (error instanceof RefusalError) return false;
    throw error;
  }
}

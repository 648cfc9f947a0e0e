import { refusalCodes, type RefusalCode } from './refusal-codes.js';

interface RefusalDetails {
  /** Where the fault sits: linkId, FHIRPath or XPath with line. Never a value. */
  place?: string | undefined;
  /** How to mend it, when the general cure of the code is not precise enough. */
  cure?: string | undefined;
  /** What happened, without values or personal data. */
  detail?: string | undefined;
  status?: number | undefined;
  retryAfterSeconds?: number | undefined;
}

/** A clear no: a stable code, where the fault sits and how to mend it. Carries no values and no personal data. */
export class RefusalError extends Error {
  override readonly name = 'RefusalError';
  readonly status: number;
  readonly place: string | null;
  readonly cure: string;
  readonly detail: string;
  readonly retryAfterSeconds: number | null;

  constructor(
    readonly code: RefusalCode,
    details: RefusalDetails = {},
  ) {
    super(`${code}${details.place ? ` at ${details.place}` : ''}`);
    const meaning = refusalCodes[code];
    this.status = details.status ?? meaning.status;
    this.place = details.place ?? null;
    this.cure = details.cure ?? meaning.cure;
    this.detail = details.detail ?? meaning.title;
    this.retryAfterSeconds = details.retryAfterSeconds ?? null;
  }
}

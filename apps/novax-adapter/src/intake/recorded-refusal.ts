import { RefusalError } from '#contracts/refusal-error.js';

/** A refusal that has been stored and published; the sender finds it again under its receipt id. */
export class RecordedRefusal extends RefusalError {
  constructor(
    readonly of: RefusalError,
    readonly receiptId: string,
  ) {
    super(of.code, { place: of.place ?? undefined, cure: of.cure, detail: of.detail, status: of.status });
  }
}

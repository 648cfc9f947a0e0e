import { Injectable } from '@nestjs/common';
import type { RefusalError } from '#contracts/refusal-error.js';
import { activeTraceparent } from '#observability/traceparent.js';
import { Clock } from '#service/clock.js';
import { refusalOf } from '#service/refusal-of.js';
import type { EntryFormat, SenderRow } from '../senders/sender.row.js';
import { Intake } from './intake.js';
import { isRecordId } from './record-id.rules.js';
import { RecordedRefusal } from './recorded-refusal.js';

const longestPlace = 256;

/** Keeps and publishes that an entry was refused, with its code and place and nothing of its content (S3). */
@Injectable()
export class RefuseEntry {
  constructor(
    private readonly clock: Clock,
    private readonly intake: Intake,
  ) {}

  /**
   * The refusal to answer with. A fault of ours (5xx) is not the entry's and is not kept; neither is a refusal that was
   * kept before. When the refusal cannot be kept, the answer is that failure: the sender comes again and is refused then.
   */
  async run(
    error: unknown,
    sender: SenderRow,
    format: EntryFormat,
    sentRecordId: string | null,
  ): Promise<RefusalError> {
    if (error instanceof RecordedRefusal) return error;
    const refusal = refusalOf(error);
    if (refusal.status >= 500) return refusal;
    try {
      const receiptId = await this.intake.refuse({
        sender,
        format,
        recordId: sentRecordId !== null && isRecordId(sentRecordId) ? sentRecordId : null,
        code: refusal.code,
        place: refusal.place?.slice(0, longestPlace) ?? null,
        traceparent: activeTraceparent(),
        receivedAt: this.clock.now().toString(),
      });
      return new RecordedRefusal(refusal, receiptId);
    } catch (failure) {
      return refusalOf(failure);
    }
  }
}

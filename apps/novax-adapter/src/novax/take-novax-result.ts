import { Injectable } from '@nestjs/common';
import { RefusalError } from '#contracts/refusal-error.js';
import { activeTraceparent } from '#observability/traceparent.js';
import { Clock } from '#service/clock.js';
import { AdbbAges } from '../ages/adbb-ages.js';
import { FindChild } from '../children/find-child.js';
import type { Submission } from '../intake/entry.js';
import { Intake } from '../intake/intake.js';
import { RefuseEntry } from '../intake/refuse-entry.js';
import { HashKey } from '../sealing/hash-key.js';
import { mayHandIn } from '../senders/may-hand-in.rules.js';
import type { SenderRow } from '../senders/sender.row.js';
import type { NovaxRecord } from './novax-record.js';
import { judgeNovaxRecord, type NovaxEntry } from './novax.rules.js';
import { readNovaxJson } from './read-novax-json.js';
import { readNovaxXml } from './read-novax-xml.js';

const format = 'novax_result';

/** Takes one NOVAX result in: read, judged, its child found, stored, acknowledged; or refused as a whole. */
@Injectable()
export class TakeNovaxResult {
  constructor(
    private readonly clock: Clock,
    private readonly ages: AdbbAges,
    private readonly findChild: FindChild,
    private readonly hashKey: HashKey,
    private readonly intake: Intake,
    private readonly refuseEntry: RefuseEntry,
  ) {}

  /** The receipt as JSON text. Throws RecordedRefusal for what is wrong with the result. */
  async run(sender: SenderRow, bytes: Buffer, mediaType: string): Promise<{ receipt: string; receiptId: string }> {
    this.intake.mustAccept();
    let record: NovaxRecord | null = null;
    try {
      mayHandIn(sender, format);
      record = mediaType === 'application/json' ? readNovaxJson(bytes) : readNovaxXml(bytes);
      const entry = judgeNovaxRecord(record, this.clock.now(), this.ages.of(sender.municipality));
      const childId = await this.findChild.run(sender.municipality, entry.childCpr);
      if (childId === null) throw new RefusalError('UNKNOWN_CHILD', { place: record.placeOf('childCpr') });
      const taken = await this.intake.take(this.submission(sender, entry, childId, { bytes, mediaType }));
      return { receipt: taken.receipts[0] ?? '', receiptId: taken.receiptIds[0] ?? '' };
    } catch (error) {
      throw await this.refuseEntry.run(error, sender, format, record?.recordId ?? null);
    }
  }

  private submission(
    sender: SenderRow,
    entry: NovaxEntry,
    childId: string,
    original: Submission['entries'][number]['original'],
  ): Submission {
    const { recordId, version, reportedAt, adbb, childCpr } = entry;
    const traceparent = activeTraceparent();
    const content = JSON.stringify([recordId, version, childCpr.reveal(), reportedAt, adbb.items]);
    return {
      sender,
      format,
      traceparent,
      receivedAt: this.clock.now().toString(),
      entries: [
        {
          recordId,
          version,
          edition: `v${version}`,
          reportedAt,
          childId,
          contentHash: this.hashKey.ofContent(content),
          facts: {
            visit: null,
            adbb: [adbb],
            observations: [],
            assessments: [],
            withdrawn: [],
            warnings: [],
            withheld: 0,
          },
          traceparent,
          original,
        },
      ],
    };
  }
}

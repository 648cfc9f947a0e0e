import { setImmediate as nextTurn } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { RefusalError } from '#contracts/refusal-error.js';
import { classifyError } from '#messaging/handling/classify-error.js';
import { ForgottenKeys } from '#messaging/deletion/forgotten-keys.js';
import { Outbox } from '#messaging/outbox/outbox.js';
import { killPoint } from '#observability/kill-point.js';
import type { Tx } from '#persistence/tx.js';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import { CONFIG } from '#service/config-token.js';
import type { NovaxAdapterConfig } from '../novax-adapter.config.js';
import { ForgetChild } from '../children/forget-child.js';
import { KeyVault } from '../sealing/key-vault.js';
import { seal } from '../sealing/seal.js';
import { type BatchWork, recordDecision, recordRefusal, type Taken } from './batch-work.js';
import type { Entry, Refusal, Submission } from './entry.js';
import { inTime } from './in-time.js';
import { intakeMetrics } from './intake.metrics.js';
import { decide, type EarlierEntry, entryKey } from './intake.rules.js';
import { IntakeStore, type SealedEntry } from './intake.store.js';
import { receivedEvent, rejectedEvent } from './journal-events.js';
import { newReceiptId } from './receipt-id.js';
import { SharedFlush } from '#persistence/shared-flush.js';

const longestWaitMs = 10_000;
/** So many originals are sealed before others get a turn of the event loop. */
const sealedAtOnce = 50;

type Sealed = Pick<SealedEntry, 'receiptId' | 'dataKeyId' | 'sealed'>;
type Item = { readonly submission: Submission } | { readonly refusal: Refusal };

/**
 * The hub's border. What waits together is decided and stored in one transaction: entries, sealed originals, refusals,
 * events and the log of it all. Nothing is answered before that transaction has committed.
 */
@Injectable()
export class Intake {
  private readonly shared: SharedFlush<Item, Taken>;

  constructor(
    @Inject(CONFIG) config: NovaxAdapterConfig,
    private readonly unitOfWork: UnitOfWork,
    private readonly outbox: Outbox,
    private readonly store: IntakeStore,
    private readonly keys: KeyVault,
    private readonly forgotten: ForgottenKeys,
    private readonly forgetChild: ForgetChild,
  ) {
    // One at a time: with two under way batches are half as large, which costs a quarter more processor time for each entry.
    const limits = { batch: config.INTAKE_BATCH, together: 1, waiting: config.INTAKE_WAITING };
    this.shared = new SharedFlush(limits, (items) => this.flush(items), entriesIn);
  }

  /** Throws DEPENDENCY_UNAVAILABLE while the hub should not be given more: asked before a request is worked on. */
  mustAccept(): void {
    if (!this.shared.accepts) throw new RefusalError('DEPENDENCY_UNAVAILABLE', { retryAfterSeconds: 1 });
    if (!this.outbox.health().accepting) throw new RefusalError('DEPENDENCY_UNAVAILABLE', { retryAfterSeconds: 30 });
  }

  /** Takes the submission as a whole. A conflict is stored as a refusal and thrown as one; a database that is down is a 503. */
  async take(submission: Submission): Promise<Taken> {
    return inTime(this.shared.add({ submission }), longestWaitMs);
  }

  /** Stores and publishes that something was refused; returns the receipt id under which the refusal is found again. */
  async refuse(refusal: Refusal): Promise<string> {
    const { receiptIds } = await inTime(this.shared.add({ refusal }), longestWaitMs);
    return receiptIds[0] ?? '';
  }

  /** One item that cannot be stored must not take its neighbours with it: they are then tried each alone. */
  private async flush(items: readonly Item[]): Promise<readonly PromiseSettledResult<Taken>[]> {
    try {
      const results = await this.commit(items);
      intakeMetrics.batchSize.record(items.length);
      return results;
    } catch (error) {
      if (items.length === 1 || classifyError(error).errorClass === 'transient') throw error;
    }
    const alone: PromiseSettledResult<Taken>[] = [];
    for (const item of items) {
      try {
        alone.push(...(await this.commit([item])));
      } catch (reason) {
        alone.push({ status: 'rejected', reason });
      }
    }
    return alone;
  }

  private async commit(items: readonly Item[]): Promise<readonly PromiseSettledResult<Taken>[]> {
    const submissions = items.flatMap((item) => ('submission' in item ? [item.submission] : []));
    const sent = submissions.flatMap((submission) => submission.entries.map((entry) => ({ submission, entry })));
    const sealed = await this.sealAll(sent.map(({ entry }) => entry));
    const work = await this.unitOfWork.run(async (tx) => {
      const earlier = await this.lockAndFind(tx, sent);
      const work: BatchWork = { taken: [], refusals: [], lines: [], results: [] };
      for (const item of items) {
        if ('refusal' in item) recordRefusal(item.refusal, work);
        else
          recordDecision(
            item.submission,
            decide(item.submission, earlier, (entry) => sealed.get(entry)!.receiptId),
            work,
          );
      }
      this.store.addEntries(
        tx,
        work.taken.map((taken) => ({ ...taken, ...sealed.get(taken.entry)! })),
      );
      this.store.addRefusals(tx, work.refusals);
      this.store.addLines(tx, work.lines);
      await this.outbox.append(tx, [...work.taken.map(receivedEvent), ...work.refusals.map(rejectedEvent)]);
      killPoint('intake.before-commit');
      return work;
    });
    killPoint('intake.after-commit');
    intakeMetrics.count(work.lines, work.refusals);
    return work.results;
  }

  private async lockAndFind(
    tx: Tx,
    sent: readonly { submission: Submission; entry: Entry }[],
  ): Promise<Map<string, EarlierEntry>> {
    if (sent.length === 0) return new Map();
    const names = sent.flatMap(({ submission, entry }) => [entryKey(submission, entry), entry.childId ?? []].flat());
    const childIds = sent.flatMap(({ entry }) => entry.childId ?? []);
    this.store.lockAll(tx, names);
    const [gone, earlier] = await Promise.all([
      this.forgotten.among(tx, [...new Set(childIds)]),
      this.store.findEarlier(tx, sent),
    ]);
    await this.mustExist(gone);
    return earlier;
  }

  /** Whose child was deleted since it was found is told to come again, and then meets nobody by that number, or the child registered anew. */
  private async mustExist(gone: ReadonlySet<string>): Promise<void> {
    if (gone.size === 0) return;
    for (const childId of gone) await this.unitOfWork.run((other) => this.forgetChild.run(other, childId));
    throw new RefusalError('DEPENDENCY_UNAVAILABLE', { retryAfterSeconds: 1 });
  }

  /** Before the transaction, so that it stays short. A child's entries share its key; one without a child has its own. */
  private async sealAll(entries: readonly Entry[]): Promise<ReadonlyMap<Entry, Sealed>> {
    const numbered = entries.map((entry) => ({ entry, receiptId: newReceiptId() }));
    const keys = await this.keys.keysFor(numbered.map(({ entry, receiptId }) => entry.childId ?? receiptId));
    const sealed = new Map<Entry, Sealed>();
    for (const { entry, receiptId } of numbered) {
      const key = keys.get(entry.childId ?? receiptId);
      if (!key) throw new Error('The key vault gave no key');
      sealed.set(entry, { receiptId, dataKeyId: key.dataKeyId, sealed: seal(entry.original.bytes, key, receiptId) });
      if (sealed.size % sealedAtOnce === 0) await nextTurn();
    }
    return sealed;
  }
}

function entriesIn(item: Item): number {
  return 'submission' in item ? item.submission.entries.length : 1;
}

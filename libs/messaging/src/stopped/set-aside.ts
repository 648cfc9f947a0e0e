import { childDeletedV1 } from '#contracts/events/child-deleted.js';
import { messageDeadLetteredV1 } from '#contracts/events/message-dead-lettered.js';
import { RefusalError } from '#contracts/refusal-error.js';
import { attributes } from '#observability/attributes.js';
import { log } from '#observability/log.js';
import type { Tx } from '#persistence/tx.js';
import type { DeskClerk } from './act-log.js';
import type { AttemptsStore } from '../handling/attempts.store.js';
import { DeadLetterStore, identityOf } from './dead-letter.store.js';
import { deskScope, OF_MUNICIPALITY } from './desk-scope.js';
import { ForgottenKeys } from '../deletion/forgotten-keys.js';
import type { MessageDeskOptions } from './message-desk.js';
import type { SetAsideReport } from './messages.view.js';
import { deadLetters } from '../messaging-metrics.js';
import { type ParkedEvent, ParkingStore } from './parking.store.js';
import type { RedactedError } from './redact-error.js';
import { stopNotice } from './stop-notice.js';

export interface SetAsidePlan {
  key: string;
  /** The event that a dry run showed at the head; needed unless this is one. */
  eventId?: string | undefined;
  reason: string;
  dryRun: boolean;
}

interface WhyParked {
  code: string;
  error: RedactedError;
  attempts: number;
}

/**
 * Sets the event at the head of a parked child's queue aside as a dead letter, for a person who knows that it can never be handled, or not
 * soon. The queue goes on behind it in order. Nothing is lost: the letter can be replayed, and then comes after what has gone on.
 */
export class SetAside {
  private readonly parking: ParkingStore;
  private readonly letters: DeadLetterStore;
  private readonly forgotten = new ForgottenKeys();

  constructor(private readonly options: MessageDeskOptions & { attempts: Pick<AttemptsStore, 'settle'> }) {
    this.parking = new ParkingStore(options.consumer);
    this.letters = new DeadLetterStore(options.consumer);
  }

  /** Throws RefusalError: NOT_FOUND for a key that is not parked, STATE_CONFLICT while its head is being tried, is not the event named, or is the child's deletion. */
  async run(clerk: DeskClerk, plan: SetAsidePlan): Promise<SetAsideReport> {
    const report = await this.options.unitOfWork.run((tx) => this.setAside(tx, clerk, plan));
    if (!plan.dryRun) this.options.wake();
    return report;
  }

  private async setAside(tx: Tx, clerk: DeskClerk, { key, eventId, reason, dryRun }: SetAsidePlan) {
    // A deletion looks through the dead letters once: nothing may be laid there behind it.
    await this.forgotten.hold(tx);
    const why = await this.whyParked(tx, clerk, key);
    if (!dryRun && !(await this.parking.claim(tx, key)))
      throw new RefusalError('STATE_CONFLICT', {
        cure: 'The event is being tried at this moment: look again shortly.',
      });
    const head = await this.parking.head(tx, key);
    if (!why || !head) throw new RefusalError('NOT_FOUND');
    if (eventId !== undefined && eventId !== head.eventId)
      throw new RefusalError('STATE_CONFLICT', {
        place: 'body/eventId',
        cure: 'Another event is at the head by now: look at the child again.',
      });
    if (identityOf(head.parcel).type === childDeletedV1.type)
      throw new RefusalError('STATE_CONFLICT', {
        cure: 'The deletion of a child must be done: mend what the code names.',
      });
    const deadLetterId = dryRun ? null : await this.bury(tx, head, why);
    if (!dryRun) {
      await this.parking.goOn(tx, key);
      const selection = { key, eventId: head.eventId };
      await this.options.acts.write(tx, clerk, { act: 'set_aside', selection, affected: 1, reason });
    }
    return this.report(tx, { key, head, why, deadLetterId, dryRun });
  }

  private async whyParked(tx: Tx, { municipality }: DeskClerk, key: string): Promise<WhyParked | undefined> {
    const { consumer, homeMunicipality } = this.options;
    const [why] = await tx.query<WhyParked>(
      `select code, error, attempts from parked_key where ${OF_MUNICIPALITY} and consumer = $2 and key = $3`,
      [deskScope(municipality, homeMunicipality), consumer, key],
    );
    return why;
  }

  /** By a person's word it cannot be handled, whatever it was parked for; the code still says why. */
  private async bury(tx: Tx, head: ParkedEvent, { code, error, attempts }: WhyParked): Promise<string | null> {
    const { consumer, outbox } = this.options;
    const identity = identityOf(head.parcel);
    const classified = { errorClass: 'poison', code } as const;
    const tries = Math.max(1, attempts);
    const letterId = await this.letters.bury(tx, head.parcel, classified, error, tries);
    await this.options.attempts.settle(tx, head.eventId);
    await this.parking.remove(tx, head.position);
    await outbox.append(tx, [
      stopNotice(this.options, messageDeadLetteredV1, identity, { ...classified, attempts: tries }),
    ]);
    tx.afterCommit(() => {
      deadLetters.add(1, { [attributes.errorType]: code });
      log.warn('An operator set a parked event aside', {
        consumer,
        eventId: head.eventId,
        eventType: identity.type,
        code,
      });
    });
    return letterId;
  }

  private async report(
    tx: Tx,
    {
      key,
      head,
      why,
      deadLetterId,
      dryRun,
    }: Pick<SetAsideReport, 'key' | 'deadLetterId' | 'dryRun'> & {
      head: ParkedEvent;
      why: WhyParked;
    },
  ): Promise<SetAsideReport> {
    const [counted] = await tx.query<{ waiting: number; at: Date }>(
      'select count(*)::int as waiting, now() as at from parked_event where consumer = $1 and key = $2 and position <> $3',
      [this.options.consumer, key, head.position],
    );
    return {
      key,
      eventId: head.eventId,
      eventType: identityOf(head.parcel).type,
      code: why.code,
      attempts: why.attempts,
      behind: counted!.waiting,
      deadLetterId,
      at: counted!.at.toISOString(),
      dryRun,
    };
  }
}

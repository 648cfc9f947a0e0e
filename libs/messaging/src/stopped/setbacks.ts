import type { EventContract } from '#contracts/event-contract.js';
import { messageDeadLetteredV1 } from '#contracts/events/message-dead-lettered.js';
import { messageParkedV1 } from '#contracts/events/message-parked.js';
import { attributes } from '#observability/attributes.js';
import { log } from '#observability/log.js';
import type { Tx } from '#persistence/tx.js';
import type { ClassifiedError } from '../handling/classify-error.js';
import { identityOf, type DeadLetterStore, type LetterIdentity } from './dead-letter.store.js';
import type { ForgottenKeys } from '../deletion/forgotten-keys.js';
import type { InboxStore } from '../handling/inbox.store.js';
import { isDeletion } from '../deletion/is-deletion.js';
import { deadLetters, parkedChildren } from '../messaging-metrics.js';
import type { OpenedParcel, ParcelReader } from '../events/open-parcel.js';
import type { Outbox } from '../outbox/outbox.js';
import type { Parcel } from '../events/parcel.js';
import type { ParkingStore } from './parking.store.js';
import { redactError } from './redact-error.js';
import { stopNotice } from './stop-notice.js';

export interface SetbackOptions {
  service: string;
  consumer: string;
  reader: ParcelReader;
  inbox: InboxStore;
  parking: ParkingStore;
  letters: DeadLetterStore;
  forgotten: ForgottenKeys;
  outbox: Outbox;
  now: () => string;
}

/** What becomes of an event that cannot be handled now: its child is parked, or it is a dead letter. Both are told to operations. */
export class Setbacks {
  constructor(private readonly options: SetbackOptions) {}

  async park(
    tx: Tx,
    opened: OpenedParcel,
    classified: ClassifiedError,
    error: unknown,
    attempts: number,
    retryInMs: number | null,
  ): Promise<void> {
    const { parking, consumer } = this.options;
    const isNew = await parking.park(tx, opened, classified, redactError(error), attempts, retryInMs);
    // Behind another event it only waits; a deletion is put before it.
    if (!isNew && !isDeletion(opened.delivery)) return;
    await this.stopAt(tx, opened.parcel, classified, attempts);
    const { errorClass, code } = classified;
    tx.afterCommit(() => {
      if (isNew) parkedChildren.add(1, { [attributes.errorClass]: errorClass, [attributes.errorType]: code });
      const { eventId, type } = opened.delivery;
      log.error(
        'An event is parked; its child waits',
        { consumer, eventId, eventType: type, errorClass, code, attempts },
        error,
      );
    });
  }

  /** Tells that a parked child stands still at this event, the first of its queue. */
  stopAt(tx: Tx, parcel: Parcel, classified: ClassifiedError, attempts: number): Promise<void> {
    return this.publish(tx, messageParkedV1, identityOf(parcel), classified, attempts);
  }

  /**
   * Buries an event that came from the broker. One that cannot be read is taken into the inbox here, so that a later version which can
   * read it skips the broker's copies; one that was taken before, by a version that could read it, is settled and not buried.
   */
  async bury(tx: Tx, parcel: Parcel, classified: ClassifiedError, error: unknown, attempts: number): Promise<void> {
    const { reader, inbox, forgotten, consumer } = this.options;
    await forgotten.hold(tx);
    if ((await forgotten.among(tx, [identityOf(parcel).key])).size > 0) return;
    const unread = reader.open(parcel).kind === 'unreadable';
    if (unread && !(await inbox.takeUnread(tx, parcel))) {
      const { eventId, type } = identityOf(parcel);
      log.info('An event that was taken before came again and cannot be read', { consumer, eventId, eventType: type });
      return;
    }
    await this.buryTaken(tx, parcel, classified, error, attempts);
  }

  /** Buries an event that is in the inbox already, or has no id by which the inbox could know it. */
  async buryTaken(
    tx: Tx,
    parcel: Parcel,
    classified: ClassifiedError,
    error: unknown,
    attempts: number,
  ): Promise<void> {
    const { letters, consumer } = this.options;
    const letterId = await letters.bury(tx, parcel, classified, redactError(error), attempts);
    if (letterId === null) return;
    const identity = identityOf(parcel);
    await this.publish(tx, messageDeadLetteredV1, identity, classified, attempts);
    const { code } = classified;
    tx.afterCommit(() => {
      deadLetters.add(1, { [attributes.errorType]: code });
      log.error(
        'An event is a dead letter',
        { consumer, eventId: identity.eventId, eventType: identity.type, code },
        error,
      );
    });
  }

  private async publish(
    tx: Tx,
    contract: EventContract<any>,
    identity: LetterIdentity,
    { errorClass, code }: ClassifiedError,
    attempts: number,
  ): Promise<void> {
    const notice = stopNotice(this.options, contract, identity, { errorClass, code, attempts });
    await this.options.outbox.append(tx, [notice]);
  }
}

import { messageDeadLetteredV1 } from '#contracts/events/message-dead-lettered.js';
import { RefusalError } from '#contracts/refusal-error.js';
import type { Tx } from '#persistence/tx.js';
import type { UnitOfWork } from '#persistence/unit-of-work.js';
import type { ActLog, DeskClerk } from './act-log.js';
import type { ClassifiedError } from '../handling/classify-error.js';
import { identityOf, type LetterIdentity } from './dead-letter.store.js';
import { deskScope, OF_MUNICIPALITY } from './desk-scope.js';
import { isDeletion } from '../deletion/is-deletion.js';
import type { LetterState } from './letter-state.js';
import { selectionSql, type MessageSelection } from './message-selection.js';
import type { Outbox } from '../outbox/outbox.js';
import type { Parcel } from '../events/parcel.js';
import { stopNotice, type Teller } from './stop-notice.js';

export interface ActPlan {
  selection: MessageSelection;
  reason: string;
  dryRun: boolean;
}

/** What an act did, or in a dry run would do. */
export interface ActReport {
  selected: number;
  keys: number;
  byCode: Record<string, number>;
  /** Of these, letters whose child is parked: a replay puts them behind in its queue. */
  behindParkedChild: number;
  /** The moment of the act by the database's clock: what died later is not in it, and what changes its state through it does so from then on. */
  at: string;
  dryRun: boolean;
}

/** Where a letter may come from and where an act takes it. */
const ACTS = {
  replay: { from: 'open', to: 'queued' },
  stop_replay: { from: 'queued', to: 'open' },
  discard: { from: 'open', to: 'discarded' },
  reopen: { from: 'discarded', to: 'open' },
} as const satisfies Record<string, { from: LetterState; to: LetterState }>;

export type LetterAct = keyof typeof ACTS;

/** What is needed to tell of a letter. */
const TOLD_COLUMNS = 'consumer, event_id as "eventId", key, headers, error_class as "errorClass", code, attempts';
interface ToldLetter extends Pick<ClassifiedError, 'errorClass' | 'code'> {
  consumer: string;
  eventId: string;
  key: string | null;
  headers: Parcel['headers'];
  attempts: number;
}

/** Whether the child of a letter is parked. */
const BEHIND = `exists (select from parked_key as parked
                         where parked.consumer = dead_letter.consumer and parked.key = dead_letter.key) as behind`;
interface SelectedLetter {
  key: string | null;
  type: string;
  code: string;
  behind: boolean;
}

export interface MessageDeskOptions extends Teller {
  unitOfWork: UnitOfWork;
  outbox: Outbox;
  acts: ActLog;
  /** Whose operators see letters that name no municipality; null: nobody's. */
  homeMunicipality: string | null;
  /** Something was released or queued: it is to be looked at. */
  wake: () => void;
}

/**
 * What an operator may do with parked children and dead letters. Every act is written down with who, what and why in the transaction that
 * does it.
 */
export class MessageDesk {
  private readonly unitOfWork: UnitOfWork;
  private readonly consumer: string;

  constructor(private readonly options: MessageDeskOptions) {
    this.unitOfWork = options.unitOfWork;
    this.consumer = options.consumer;
  }

  /** Lets a parked child be tried now; false when it is not parked. */
  async release(clerk: DeskClerk, key: string, reason: string): Promise<boolean> {
    const released = await this.unitOfWork.run(async (tx) => {
      const rows = await tx.query(
        `update parked_key set retry_at = now() where ${OF_MUNICIPALITY} and consumer = $2 and key = $3 returning key`,
        [this.scopeOf(clerk.municipality), this.consumer, key],
      );
      if (rows.length > 0)
        await this.options.acts.write(tx, clerk, { act: 'release', selection: { key }, affected: 1, reason });
      return rows.length > 0;
    });
    if (released) this.options.wake();
    return released;
  }

  /**
   * Changes the state of the selected letters; a replay is then done in the background, in order. What somebody else has done already is not
   * done again: where nothing is left, 0 is the answer and nothing is written down. Throws RefusalError STATE_CONFLICT when a child's deletion is
   * among what is to be discarded: nobody would delete that child any more.
   */
  async act(clerk: DeskClerk, act: LetterAct, { selection, reason, dryRun }: ActPlan): Promise<ActReport> {
    const report = await this.unitOfWork.run(async (tx) => {
      const { from, to } = ACTS[act];
      const params: unknown[] = [this.scopeOf(clerk.municipality), from];
      // What came into its state after the plan, by another's act or a replay that failed, was not shown in it.
      const shown =
        act === 'stop_replay' || selection.diedBefore === undefined
          ? 'true'
          : `state_since < $${params.push(selection.diedBefore)}`;
      const criteria = `${OF_MUNICIPALITY} and state = $2 and ${shown} and ${selectionSql(selection, params)}`;
      // Counted are those that it changed itself: another act may hold the same letters at this moment.
      const changed = dryRun
        ? []
        : await tx.query<ToldLetter & SelectedLetter>(
            `update dead_letter set state = $${params.push(to)}, state_since = now() where ${criteria} returning ${TOLD_COLUMNS}, type, ${BEHIND}`,
            params,
          );
      const selected = dryRun
        ? await tx.query<SelectedLetter>(`select key, type, code, ${BEHIND} from dead_letter where ${criteria}`, params)
        : changed;
      if (act === 'discard' && selected.some(isDeletion))
        throw new RefusalError('STATE_CONFLICT', {
          cure: 'Among these is the deletion of a child, which must be done: replay it first, or choose by another type.',
        });
      if (changed.length > 0) {
        // Operations asks after what it knows to stand still, and no more after what was discarded.
        if (act === 'reopen') await this.tell(tx, changed);
        await this.options.acts.write(tx, clerk, { act, selection, affected: changed.length, reason });
      }
      const [clock] = await tx.query<{ at: Date }>('select now() as at');
      return reportOf(selected, clock!.at, dryRun);
    });
    if (!dryRun) this.options.wake();
    return report;
  }

  /** What was done, latest first, from before `before` (an id): all of it, or what was done for the clerk's municipality. */
  acts(clerk: DeskClerk, limit: number, before: string | null): Promise<Record<string, unknown>[]> {
    return this.unitOfWork.read((tx) =>
      tx.query(
        `select id, at, actor, act, consumer, selection, affected, reason from message_act
          where ($2::bigint is null or id < $2) and ($3::text is null or selection ->> 'municipality' = $3)
          order by id desc limit $1`,
        [limit, before, clerk.municipality],
      ),
    );
  }

  private async tell(tx: Tx, letters: readonly ToldLetter[]): Promise<void> {
    await this.options.outbox.append(
      tx,
      letters.map((letter) => {
        const teller = { ...this.options, consumer: letter.consumer };
        return stopNotice(teller, messageDeadLetteredV1, toldIdentity(letter), {
          ...letter,
          errorClass: toldClass(letter),
        });
      }),
    );
  }

  private scopeOf(municipality: string | null): string[] | null {
    return deskScope(municipality, this.options.homeMunicipality);
  }
}

/** As it was told when it died: its headers may hold anything. */
const toldIdentity = ({ eventId, key, headers }: ToldLetter): LetterIdentity => ({
  ...identityOf({ topic: '', partition: 0, offset: 0, key, headers, payload: null }),
  eventId,
});

/** A letter whose last replay failed has the class of that failure; no dead letter is told of as one that goes away by itself. */
const toldClass = ({ errorClass }: ToldLetter): 'bug' | 'poison' => (errorClass === 'bug' ? 'bug' : 'poison');

function reportOf(selected: readonly SelectedLetter[], at: Date, dryRun: boolean): ActReport {
  const byCode: Record<string, number> = {};
  for (const { code } of selected) byCode[code] = (byCode[code] ?? 0) + 1;
  return {
    selected: selected.length,
    keys: new Set(selected.map(({ key }) => key)).size,
    byCode,
    behindParkedChild: selected.filter(({ behind }) => behind).length,
    at: at.toISOString(),
    dryRun,
  };
}

import { childDeletedV1 } from '#contracts/events/child-deleted.js';
import { messageDeadLetteredV1 } from '#contracts/events/message-dead-lettered.js';
import { RefusalError } from '#contracts/refusal-error.js';
import type { Tx } from '#persistence/tx.js';
import type { UnitOfWork } from '#persistence/unit-of-work.js';
import type { ActLog, DeskClerk } from './act-log.js';
import type { ClassifiedError } from '../handling/classify-error.js';
import { identityOf, type LetterIdentity } from './dead-letter.store.js';
import { deskScope, OF_MUNICIPALITY } from './desk-scope.js';
import { isDeletion } from '../deletion/is-deletion.js';
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

export interface StoppedSummary {
  parkedChildren: number;
  deadLetters: Record<LetterState, number>;
}

/** A letter is looked up by its own id, or by what and where it is. */
export interface LetterFilter {
  state: LetterState;
  selection: MessageSelection;
  limit: number;
  /** A position; null: from the first. */
  after: string | null;
}

export interface ParkedFilter {
  key?: string | undefined;
  type?: string | undefined;
  code?: string | undefined;
  limit: number;
  /** A key; null: from the first. */
  after: string | null;
}

/** Which dead letters are counted; `since`: only those whose state has changed since then. */
export interface CountFilter {
  selection?: MessageSelection;
  since?: string | undefined;
}

export type LetterState = 'open' | 'queued' | 'replayed' | 'discarded';

/** Where a letter may come from and where an act takes it. */
const ACTS = {
  replay: { from: 'open', to: 'queued' },
  stop_replay: { from: 'queued', to: 'open' },
  discard: { from: 'open', to: 'discarded' },
  reopen: { from: 'discarded', to: 'open' },
} as const satisfies Record<string, { from: LetterState; to: LetterState }>;

export type LetterAct = keyof typeof ACTS;

/** All that may be seen of a letter: never what it held. */
const LETTER_COLUMNS = `id, position, consumer, event_id as "eventId", type, key, municipality, topic, partition, broker_offset as "offset",
  headers ->> 'traceparent' as traceparent, error_class as "errorClass", code, error, attempts, state, died_at as "diedAt",
  state_since as "stateSince"`;

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
 * What an operator sees of parked children and dead letters, and what they may do with them. Content is never shown. Every act is written
 * down with who, what and why in the transaction that does it.
 */
export class MessageDesk {
  private readonly unitOfWork: UnitOfWork;
  private readonly consumer: string;

  constructor(private readonly options: MessageDeskOptions) {
    this.unitOfWork = options.unitOfWork;
    this.consumer = options.consumer;
  }

  /** Parked children in the order of their keys, each with the event that stopped it. */
  parked(clerk: DeskClerk, { key, type, code, limit, after }: ParkedFilter): Promise<Record<string, unknown>[]> {
    return this.unitOfWork.read((tx) =>
      tx.query(
        `select parked.consumer, parked.key, municipality, error_class as "errorClass", code, error, attempts, parked_at as "parkedAt",
                tried_at as "triedAt", retry_at as "retryAt", head.type as "eventType", head.event_id as "eventId", head.traceparent,
                (select count(*)::int from parked_event as event where event.consumer = parked.consumer and event.key = parked.key) as waiting
           from parked_key as parked
           left join lateral (select type, event_id, headers ->> 'traceparent' as traceparent from parked_event as event
                               where event.consumer = parked.consumer and event.key = parked.key
                               order by type = '${childDeletedV1.type}' desc, position limit 1) as head on true
          where ${OF_MUNICIPALITY} and ($3::text is null or parked.key > $3) and ($4::text is null or parked.key = $4)
            and ($5::text is null or head.type = $5) and ($6::text is null or code = $6)
          order by parked.key limit $2`,
        [this.scopeOf(clerk.municipality), limit, after, key ?? null, type ?? null, code ?? null],
      ),
    );
  }

  /** Dead letters in the order of their death. */
  deadLetters(clerk: DeskClerk, filter: LetterFilter): Promise<Record<string, unknown>[]> {
    const params: unknown[] = [this.scopeOf(clerk.municipality), filter.state, filter.limit, filter.after];
    const criteria = selectionSql(filter.selection, params) || 'true';
    return this.unitOfWork.read((tx) =>
      tx.query(
        `select ${LETTER_COLUMNS} from dead_letter
          where ${OF_MUNICIPALITY} and state = $2 and ($4::bigint is null or position > $4) and ${criteria}
          order by position limit $3`,
        params,
      ),
    );
  }

  /** One dead letter in whatever state; null when there is none that the clerk may see. */
  async deadLetter(clerk: DeskClerk, id: string): Promise<Record<string, unknown> | null> {
    const [letter] = await this.unitOfWork.read((tx) =>
      tx.query(`select ${LETTER_COLUMNS} from dead_letter where ${OF_MUNICIPALITY} and id = $2`, [
        this.scopeOf(clerk.municipality),
        id,
      ]),
    );
    return letter ?? null;
  }

  /** Every event of the traces that is or was stopped here, oldest first: parked, waiting behind a parked one, or a dead letter. */
  ofTraces(clerk: DeskClerk, traceIds: readonly string[]): Promise<Record<string, unknown>[]> {
    return this.unitOfWork.read((tx) =>
      tx.query(
        `select substr(event.headers ->> 'traceparent', 4, 32) as "traceId", event.event_id::text as "eventId", event.type, event.key, parked.consumer,
                case when exists (select from parked_event as earlier where earlier.consumer = event.consumer and earlier.key = event.key
                                     and earlier.position < event.position) then 'waiting' else 'parked' end as state,
                parked.error_class as "errorClass", parked.code, parked.attempts, parked.parked_at as since, parked.retry_at as "retryAt",
                null as "deadLetterId"
           from parked_event as event
           join parked_key as parked on parked.consumer = event.consumer and parked.key = event.key
          where ${OF_MUNICIPALITY} and substr(event.headers ->> 'traceparent', 4, 32) = any($2)
         union all
         select substr(headers ->> 'traceparent', 4, 32), event_id, type, key, consumer, state, error_class, code, attempts, state_since, null, id::text
           from dead_letter
          where ${OF_MUNICIPALITY} and substr(headers ->> 'traceparent', 4, 32) = any($2)
          order by since`,
        [this.scopeOf(clerk.municipality), traceIds],
      ),
    );
  }

  /** Counts for a progress bar and a glance; `municipality` null: of all. */
  async summary(municipality: string | null, { selection = {}, since }: CountFilter = {}): Promise<StoppedSummary> {
    const scope = this.scopeOf(municipality);
    return this.unitOfWork.read(async (tx) => {
      const [parked] = await tx.query(`select count(*)::int as children from parked_key where ${OF_MUNICIPALITY}`, [
        scope,
      ]);
      const params: unknown[] = [scope, since ?? null];
      const criteria = selectionSql(selection, params) || 'true';
      const letters = await tx.query<{ state: LetterState; letters: number }>(
        `select state, count(*)::int as letters from dead_letter
          where ${OF_MUNICIPALITY} and ($2::timestamptz is null or state_since >= $2) and ${criteria} group by state`,
        params,
      );
      const deadLetters = { open: 0, queued: 0, replayed: 0, discarded: 0 };
      for (const counted of letters) deadLetters[counted.state] = counted.letters;
      return { parkedChildren: parked.children, deadLetters };
    });
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
      letters.map((letter) =>
        stopNotice({ ...this.options, consumer: letter.consumer }, messageDeadLetteredV1, toldIdentity(letter), letter),
      ),
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

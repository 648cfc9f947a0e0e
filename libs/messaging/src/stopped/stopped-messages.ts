import { childDeletedV1 } from '#contracts/events/child-deleted.js';
import type { UnitOfWork } from '#persistence/unit-of-work.js';
import type { DeskClerk } from './act-log.js';
import { deskScope, OF_MUNICIPALITY } from './desk-scope.js';
import type { LetterState } from './letter-state.js';
import { selectionSql, type MessageSelection } from './message-selection.js';

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

/** All that may be seen of a letter: never what it held. */
const LETTER_COLUMNS = `id, position, consumer, event_id as "eventId", type, key, municipality, topic, partition, broker_offset as "offset",
  headers ->> 'traceparent' as traceparent, error_class as "errorClass", code, error, attempts, state, died_at as "diedAt",
  state_since as "stateSince"`;

/** What an operator sees of parked children and dead letters. Content is never shown. */
export class StoppedMessages {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    /** Whose operators see letters that name no municipality; null: nobody's. */
    private readonly homeMunicipality: string | null,
  ) {}

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
        [this.scope(clerk.municipality), limit, after, key ?? null, type ?? null, code ?? null],
      ),
    );
  }

  /** Dead letters in the order of their death. */
  deadLetters(clerk: DeskClerk, filter: LetterFilter): Promise<Record<string, unknown>[]> {
    const params: unknown[] = [this.scope(clerk.municipality), filter.state, filter.limit, filter.after];
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
        this.scope(clerk.municipality),
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
        [this.scope(clerk.municipality), traceIds],
      ),
    );
  }

  /** Counts for a progress bar and a glance; `municipality` null: of all. */
  async summary(municipality: string | null, { selection = {}, since }: CountFilter = {}): Promise<StoppedSummary> {
    const scope = this.scope(municipality);
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

  private scope(municipality: string | null): string[] | null {
    return deskScope(municipality, this.homeMunicipality);
  }
}

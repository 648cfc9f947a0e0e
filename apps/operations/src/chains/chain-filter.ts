import { type ChainState, NECESSARY } from './chain-state.sql.js';

/** Which chains are looked for; criteria are joined by "and". */
export interface ChainFilter {
  /** Null: of all. */
  readonly municipality: string | null;
  /** Any id that somebody may hold in hand: of the trace, the receipt, the sender's record, or a letter. */
  readonly find?: string | undefined;
  readonly traceId?: string | undefined;
  readonly recordId?: string | undefined;
  readonly receiptId?: string | undefined;
  readonly letterId?: string | undefined;
  readonly sourceSystem?: string | undefined;
  readonly state?: ChainState | undefined;
  /** Begun from this instant on, ISO. */
  readonly from?: string | undefined;
  /** Begun before this instant, ISO. */
  readonly to?: string | undefined;
  readonly limit: number;
  /** Trace id of the last chain of the page before: the next page is older. */
  readonly after?: string | undefined;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const OF_LETTER = 'SELECT trace_id FROM chain_step WHERE letter_id = ?';

/** The criteria as SQL over `chain`, of the state only what can be looked up; adds their values to the parameters. */
export function chainCriteria(filter: ChainFilter, params: unknown[]): string {
  const criterion = (sql: string, value: unknown): string[] =>
    value === undefined || value === null ? [] : [sql.replaceAll('?', `$${params.push(value)}`)];
  const { find, state } = filter;
  return [
    'true',
    ...criterion('municipality = ?', filter.municipality),
    ...criterion(findSql(find), find),
    ...criterion('trace_id = ?', filter.traceId),
    ...criterion('record_id = ?', filter.recordId),
    ...criterion('receipt_id = ?', filter.receiptId),
    ...criterion(`trace_id IN (${OF_LETTER})`, filter.letterId),
    ...criterion('source_system = ?', filter.sourceSystem),
    ...criterion('started_at >= ?', filter.from),
    ...criterion('started_at < ?', filter.to),
    ...criterion(
      '(started_at, trace_id) < (SELECT before.started_at, before.trace_id FROM chain AS before WHERE before.trace_id = ?)',
      filter.after,
    ),
    ...(state && NECESSARY[state] ? [NECESSARY[state]] : []),
  ].join(' AND ');
}

function findSql(find: string | undefined): string {
  const ways = [
    'SELECT trace_id FROM chain WHERE trace_id = lower(?)',
    'SELECT trace_id FROM chain WHERE record_id = ?',
  ];
  if (find !== undefined && UUID.test(find)) {
    ways.push('SELECT trace_id FROM chain WHERE receipt_id = ?::text::uuid', OF_LETTER.replace('?', '?::text::uuid'));
  }
  return `trace_id IN (${ways.join(' UNION ')})`;
}

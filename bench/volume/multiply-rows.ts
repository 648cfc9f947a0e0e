import type { HubDatabases } from './hub-databases.js';

/** Tables that do not grow with reports, or whose rows nobody reads again. */
const LEFT_OUT = new Set(
  `migrations typeorm_metadata sender adbb_ages rule_set rebuild child_record_shadow consent_type access_log_retention consumer_in_flight
   consumer_attempt parked_key parked_event dead_letter message_act forgotten_key first_answer portal_session portal_login received_span
   late_work stopped_message register_notice child_deletion topic_spread message_of_deleted outbox inbox`.split(/\s+/),
);

/** Days of events lie in an outbox and an inbox, not years: so much of the filling they get. */
const FEW = new Set(['outbox', 'inbox']);

/** Where rows of different times lie together; elsewhere nobody looks anything up by time, and some texts repeat the time. */
const LONG_AGO = new Set([
  'chain',
  'chain_step',
  'awaited_step',
  'refused_entry',
  'journal_entry',
  'intake_log',
  'letter',
]);

/** Columns whose value has to be another one in each copy, where the type does not say so; `?` is the column. */
const OTHER: Readonly<Record<string, string>> = {
  trace_id: 'md5(?::text || nth)',
  record_id: `?::text || '-' || nth`,
  about: `case when ? ~ '^[0-9a-f-]{36}$' then pg_temp.other(?::uuid, nth)::text else ? || '-' || nth end`,
  key: `case when ? ~ '^[0-9a-f-]{36}$' then pg_temp.other(?::uuid, nth)::text else ? end`,
  subject: `case when ? ~ '^[0-9a-f-]{36}$' then pg_temp.other(?::uuid, nth)::text else ? end`,
  // The original itself is 34 KB: a million of them would only fill the disk, and nothing but the way to one of them reads it.
  sealed: 'substr(?, 1, 200)',
  record: `replace(?::text, child_id::text, pg_temp.other(child_id, nth)::text)::jsonb`,
};

/** What is waited for in the pattern came long ago in its copies: a hub of years has many chains, and few that stopped. */
const CAME = 'coalesce(ended_at, due_at)';

/** The id in the nth copy: of the same version, and for one that begins with the time, from the copy's time. */
const OTHER_ID = `
  create or replace function pg_temp.other(id uuid, nth bigint) returns uuid language sql immutable parallel safe as $$
    select case when uuid_extract_version(id) = 7
      then overlay(overlay(md5(id::text || nth) placing
             lpad(to_hex(('x' || replace(substr(id::text, 1, 13), '-', ''))::bit(48)::bigint - nth * 3600000), 12, '0') || '7'
             from 1) placing '8' from 17)::uuid
      else overlay(overlay(md5(id::text || nth) placing substr(id::text, 15, 1) from 13) placing '8' from 17)::uuid end
  $$`;

const AT_ONCE = 10;

interface Column {
  readonly table: string;
  readonly column: string;
  readonly type: string;
}

/**
 * Fills the databases of a hub until about so many results are stored: each row that is there is written again and again under other ids,
 * an hour earlier each time, so that the rows have the true shape and size but for the sealed originals, of which 200 bytes are kept.
 * Answers how many copies were made.
 */
export async function multiplyRows(
  databases: HubDatabases,
  results: number,
  say: (line: string) => void,
): Promise<number> {
  const [base] = await databases.rows<{ count: string }>('novax_adapter', 'select count(*) from journal_entry');
  const copies = Math.ceil(results / Number(base!.count)) - 1;
  // Nothing is lost when the machine fails now but the measurement.
  const settings = { max_wal_size: `'16GB'`, full_page_writes: 'off', checkpoint_timeout: `'1h'` };
  for (const [name, value] of Object.entries(settings)) await setOnServer(databases, `set ${name} = ${value}`);
  await Promise.all(databases.names.map((database) => multiply(databases, database, copies, say)));
  await Promise.all(databases.names.map((database) => databases.rows(database, 'vacuum (analyze)')));
  for (const name of Object.keys(settings)) await setOnServer(databases, `reset ${name}`);
  await databases.rows('operations', 'checkpoint');
  return copies;
}

async function setOnServer(databases: HubDatabases, what: string): Promise<void> {
  await databases.rows('operations', `alter system ${what}`);
  await databases.rows('operations', 'select pg_reload_conf()');
}

async function multiply(databases: HubDatabases, database: string, copies: number, say: (line: string) => void) {
  const set = async (sql: string): Promise<void> => void (await databases.rows(database, sql));
  // Copies refer to copies, which come in any order.
  await set(
    `set session_replication_role = replica; set synchronous_commit = off; set work_mem = '64MB'; set maintenance_work_mem = '256MB'`,
  );
  await set(OTHER_ID);
  const columns = await databases.rows<Column>(database, COLUMNS);
  for (const [table, of] of Map.groupBy(columns, (column) => column.table)) {
    if (LEFT_OUT.has(table) && !FEW.has(table)) continue;
    const times = FEW.has(table) ? Math.ceil(copies / 10) : copies;
    const names = of.map(({ column }) => `"${column}"`).join(', ');
    const values = of.map((column) => copyOf(column)).join(', ');
    const began = performance.now();
    await set(`create temporary table pattern as select * from "${table}"`);
    await set('analyze pattern');
    const indexes = await withoutIndexes(databases, database, table);
    // The oldest first, as they would have come.
    for (let until = times; until > 0; until -= AT_ONCE) {
      await set(`insert into "${table}" (${names}) select ${values}
                 from pattern, generate_series(${Math.max(1, until - AT_ONCE + 1)}, ${until}) as nth order by nth desc on conflict do nothing`);
    }
    for (const index of indexes) await set(index);
    const [counted] = await databases.rows<{ count: string }>(database, 'select count(*) from pattern');
    await set('drop table pattern');
    const written = Number(counted!.count) * times;
    if (written > 0) {
      const seconds = Math.round((performance.now() - began) / 1000);
      say(`  ${database}.${table}: ${written} rows written in ${seconds} s`);
    }
  }
  await set('set session_replication_role = default');
}

/** Takes the table's indexes away and answers how to make them again, which is much quicker than filling them row by row. */
async function withoutIndexes(databases: HubDatabases, database: string, table: string): Promise<string[]> {
  const found = await databases.rows<{ drop: string; make: string }>(database, INDEXES, [table]);
  for (const { drop } of found) await databases.rows(database, drop);
  return found.map(({ make }) => make);
}

/** Not those of a table that others refer to, or that is in parts. */
const INDEXES = `
  select coalesce('alter table "' || $1 || '" drop constraint ' || conname, 'drop index ' || indexrelid::regclass) as drop,
         coalesce('alter table "' || $1 || '" add constraint ' || conname || ' ' || pg_get_constraintdef(con.oid), pg_get_indexdef(indexrelid)) as make
    from pg_index join pg_class as class on class.oid = indrelid left join pg_constraint as con on conindid = indexrelid and contype in ('p', 'u')
   where class.relname = $1 and class.relkind = 'r'
     and not exists (select from pg_constraint as refers where refers.confrelid = class.oid and refers.contype = 'f')
   order by con.oid nulls last`;

/** Identities are given by the database. */
const COLUMNS = `
  select class.relname as table, attname as column, format_type(atttypid, atttypmod) as type
    from pg_attribute join pg_class as class on class.oid = attrelid join pg_namespace as space on space.oid = relnamespace
   where nspname = 'public' and relkind in ('r', 'p') and not relispartition and attnum > 0 and not attisdropped
     and attidentity = '' and attgenerated = ''
   order by class.relname, attnum`;

function copyOf({ table, column, type }: Column): string {
  const name = `"${column}"`;
  if (table === 'awaited_step' && column === 'ended_at') return copyOfTime(CAME);
  const other = OTHER[column];
  if (other !== undefined) return other.replaceAll('?', name);
  if (type === 'uuid') return `pg_temp.other(${name}, nth)`;
  if (column === 'cpr_hash') return type === 'bytea' ? `sha256(${name} || nth::text::bytea)` : `md5(${name} || nth)`;
  if (type === 'timestamp with time zone' && LONG_AGO.has(table)) return copyOfTime(name);
  return name;
}

const copyOfTime = (value: string): string => `${value} - nth * interval '1 hour'`;

import type { QueryRunner } from 'typeorm';

export interface CatalogColumn {
  readonly table: string;
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  /** The database gives a value where the writer gives none. */
  readonly filled: boolean;
}

/** A rule that rows of a table must keep, as the database words it, without its name where the name means nothing. */
export interface CatalogRule {
  readonly table: string;
  readonly kind: 'rule' | 'unique' | 'trigger';
  readonly definition: string;
  readonly columns: readonly string[];
}

/** What a program can find in a database: the tables (views and sequences too), columns, rules of rows, functions and values of enums. */
export interface DatabaseCatalog {
  readonly tables: ReadonlySet<string>;
  readonly columns: readonly CatalogColumn[];
  readonly rules: readonly CatalogRule[];
  /** Name, arguments and what comes back. */
  readonly functions: ReadonlySet<string>;
  readonly enumValues: ReadonlySet<string>;
}

/** Parts of partitioned tables are left out: they come and go by themselves. */
const TABLES = `
  select oid, relname as name from pg_class
   where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm', 'S') and not relispartition`;

const COLUMNS = `
  select t.name as table, attname as name, format_type(atttypid, atttypmod) as type, attnotnull as required,
         (atthasdef or attidentity <> '') as filled
    from (${TABLES}) as t join pg_attribute on attrelid = t.oid
   where attnum > 0 and not attisdropped`;

/** Bits of `tgtype`. One that runs afterwards can only refuse, and mirrors what the version before writes. */
const BEFORE_OR_INSTEAD = 2 | 64;

const RULES = `
  select t.name as table, 'rule' as kind, regexp_replace(pg_get_constraintdef(c.oid), ' NOT VALID$', '') as definition,
         array(select attname::text from pg_attribute where attrelid = t.oid and attnum = any(conkey)) as columns
    from (${TABLES}) as t join pg_constraint c on conrelid = t.oid where contype in ('c', 'f', 'x')
  union all
  select t.name, 'unique', regexp_replace(pg_get_indexdef(indexrelid), '^.* USING ', 'unique '),
         array(select attname::text from pg_attribute where attrelid = t.oid and attnum = any(indkey))
    from (${TABLES}) as t join pg_index on indrelid = t.oid where indisunique
  union all
  select t.name, 'trigger', pg_get_triggerdef(g.oid), '{}'
    from (${TABLES}) as t join pg_trigger g on tgrelid = t.oid where not tgisinternal and tgtype & ${BEFORE_OR_INSTEAD} <> 0`;

const FUNCTIONS = `
  select format('%s(%s) returns %s', proname, pg_get_function_identity_arguments(oid), prorettype::regtype) as name
    from pg_proc where pronamespace = 'public'::regnamespace`;

const ENUM_VALUES = `
  select format('%s %L', enumtypid::regtype, enumlabel) as name from pg_enum`;

export async function readCatalog(runner: QueryRunner): Promise<DatabaseCatalog> {
  const names = async (sql: string) => new Set((await runner.query(sql)).map(({ name }: { name: string }) => name));
  return {
    tables: await names(TABLES),
    columns: await runner.query(COLUMNS),
    rules: await runner.query(RULES),
    functions: await names(FUNCTIONS),
    enumValues: await names(ENUM_VALUES),
  } as DatabaseCatalog;
}

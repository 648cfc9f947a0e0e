import type { CatalogColumn, CatalogRule, DatabaseCatalog } from './database-catalog.js';

/**
 * What a program that was written for the first database would mind in the second: what it reads or names is gone or another, what it writes is
 * refused. Empty when the change only adds. What a function does inside, and what rows mean, is not seen here.
 */
export function mindedChanges(before: DatabaseCatalog, after: DatabaseCatalog): string[] {
  const table = (name: string) => before.tables.has(name);
  const old = new Map(before.columns.map((column) => [nameOf(column), column]));
  const present = new Map(after.columns.map((column) => [nameOf(column), column]));
  const added = (rule: CatalogRule, column: string) => !old.has(`${rule.table}.${column}`);
  const newRules = after.rules.filter((rule) => table(rule.table) && !has(before.rules, rule));
  return [
    ...missing(before.tables, after.tables).map((name) => `table ${name} is gone`),
    ...before.columns
      .filter((column) => after.tables.has(column.table))
      .flatMap((column) => changed(column, present.get(nameOf(column)))),
    ...after.columns
      .filter((column) => table(column.table) && !old.has(nameOf(column)) && column.required && !column.filled)
      .map((column) => `${nameOf(column)} is new and must be given`),
    ...newRules
      .filter((rule) => !isFreeOfOldRows(rule, after, (column) => added(rule, column)) && !isWidened(rule, before))
      .map((rule) => `${rule.table} keeps a new rule: ${rule.definition}`),
    // Whoever inserts may name it: on conflict (...).
    ...before.rules
      .filter((rule) => rule.kind === 'unique' && after.tables.has(rule.table) && !has(after.rules, rule))
      .map((rule) => `${rule.table} has lost: ${rule.definition}`),
    ...missing(before.functions, after.functions).map((name) => `function ${name} is gone`),
    ...missing(before.enumValues, after.enumValues).map((name) => `value ${name} is gone`),
  ];
}

function changed(before: CatalogColumn, after: CatalogColumn | undefined): string[] {
  const name = nameOf(before);
  if (!after) return [`${name} is gone`];
  return [
    ...(after.type === before.type ? [] : [`${name} was ${before.type} and is ${after.type}`]),
    ...(after.required && !before.required ? [`${name} may not be null any more`] : []),
    ...(after.required && before.required && before.filled && !after.filled ? [`${name} has lost its default`] : []),
  ];
}

/** Rows of a program that does not know the new columns keep it by themselves. */
function isFreeOfOldRows(
  { kind, table, definition, columns }: CatalogRule,
  after: DatabaseCatalog,
  isNew: (column: string) => boolean,
): boolean {
  // A check of nulls alone is neither true nor false, which the database lets pass, unless it asks for them.
  if (kind === 'rule')
    return columns.every(isNew) && !/not null|null\w*\(|coalesce/i.test(definition) && columns.length > 0;
  // Nulls differ from one another.
  const isNull = (name: string) =>
    after.columns.some(
      (column) => column.table === table && column.name === name && !column.required && !column.filled,
    );
  return kind === 'unique' && columns.some((column) => isNew(column) && isNull(column));
}

/** The same rule with more values in its list. */
function isWidened(rule: CatalogRule, before: DatabaseCatalog): boolean {
  const [frame, values] = withoutList(rule.definition);
  return before.rules.some((earlier) => {
    const [itsFrame, itsValues] = withoutList(earlier.definition);
    const isSame = earlier.table === rule.table && earlier.kind === 'rule' && itsFrame === frame;
    return isSame && itsValues.length > 0 && itsValues.every((value) => values.includes(value));
  });
}

function withoutList(definition: string): [string, string[]] {
  const values: string[] = [];
  const frame = definition.replace(
    /= (?:ANY \(ARRAY\[([^\]]*)\]\)|('[^']*'::\w+))/g,
    (_, list?: string, one?: string) => {
      values.push(...(list ?? one ?? '').split(', '));
      return 'in the list';
    },
  );
  return [frame, values];
}

const nameOf = ({ table, name }: CatalogColumn): string => `${table}.${name}`;
const missing = (before: ReadonlySet<string>, after: ReadonlySet<string>): string[] =>
  [...before].filter((name) => !after.has(name));
const has = (rules: readonly CatalogRule[], { table, kind, definition }: CatalogRule): boolean =>
  rules.some((rule) => rule.table === table && rule.kind === kind && rule.definition === definition);

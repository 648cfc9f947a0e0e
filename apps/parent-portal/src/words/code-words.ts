import type { Words } from './words.js';

/** A word of a table that others may extend before it is translated: then the table's word for the rest. */
function wordOf<T extends { other: string }>(table: T, name: string): string {
  return Object.hasOwn(table, name) ? (table as Record<string, string>)[name]! : table.other;
}

/** Why something was refused, without the code. */
export const reasonOfCode = (code: string, { log }: Words): string => wordOf(log.codes, code);

/** Somebody's work. */
export const roleName = (role: string, { roles }: Words): string => wordOf(roles, role);

/** What was read or written. */
export const thingName = (kind: string, { things }: Words): string => wordOf(things, kind);

/** A table with values that stand sealed. Names and expressions are the code's own, never a caller's. */
export interface SealedTable {
  readonly table: string;
  /** Primary key, a UUID. */
  readonly id: string;
  /** Column with the id of the key that sealed the row's values; null in it: one from before this was noted, or two. */
  readonly keyId: string;
  /** Each sealed column, and to what its values are bound as an SQL expression over the row. Null values are none. */
  readonly sealed: Readonly<Record<string, string>>;
}

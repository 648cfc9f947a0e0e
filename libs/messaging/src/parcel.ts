/** A message as it came, with where it came from: what is kept when it cannot be handled now. */
export interface Parcel {
  /** Full topic name. */
  topic: string;
  partition: number;
  offset: number;
  /** The broker's key. */
  key: string | null;
  headers: Record<string, string>;
  payload: Buffer | null;
}

/** The headers as JSON that a table takes: PostgreSQL refuses the character NUL. */
export function storedHeaders({ headers }: Parcel): string {
  return JSON.stringify(headers, (_, value: unknown) =>
    typeof value === 'string' ? value.replaceAll('\0', '\ufffd') : value,
  );
}

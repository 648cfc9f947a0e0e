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
  const clean = (text: string) => text.replaceAll('\0', '\ufffd');
  return JSON.stringify(
    Object.fromEntries(Object.entries(headers).map(([name, value]) => [clean(name), clean(value)])),
  );
}

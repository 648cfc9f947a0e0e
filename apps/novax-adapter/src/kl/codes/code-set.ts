/** A closed set of codes: system to codes. */
export type CodeSet = ReadonlyMap<string, ReadonlySet<string>>;

export function codeSet(...parts: (readonly [system: string, codes: readonly string[]])[]): CodeSet {
  return new Map(parts.map(([system, codes]) => [system, new Set(codes)]));
}

export function holds(set: CodeSet, system: unknown, code: unknown): boolean {
  return typeof system === 'string' && typeof code === 'string' && set.get(system)?.has(code) === true;
}

/** For how long something has stood at one mark, and whether it may be longer because it stood there when this instance began to look. */
export interface Standing {
  readonly ageSeconds: number;
  readonly atLeast: boolean;
}

/** Remembers since when something has stood at the same mark, in real time. */
export class StoodSince {
  private readonly marks = new Map<string, { mark: number; sinceMs: number; atLeast: boolean }>();

  at(name: string, mark: number, nowMs: number): Standing {
    const known = this.marks.get(name);
    if (known?.mark === mark) return { ageSeconds: (nowMs - known.sinceMs) / 1000, atLeast: known.atLeast };
    const atLeast = known === undefined;
    this.marks.set(name, { mark, sinceMs: nowMs, atLeast });
    return { ageSeconds: 0, atLeast };
  }
}

/** Remembers since when something has stood at the same mark, in real time. */
export class StoodSince {
  private readonly marks = new Map<string, { mark: number; sinceMs: number }>();

  /** Seconds for which the mark has been this one. */
  seconds(name: string, mark: number, nowMs: number): number {
    const known = this.marks.get(name);
    if (known?.mark === mark) return (nowMs - known.sinceMs) / 1000;
    this.marks.set(name, { mark, sinceMs: nowMs });
    return 0;
  }
}

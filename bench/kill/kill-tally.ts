/** Gathers what is lost, doubled, or not at its end. */
export class KillTally {
  readonly lost: string[] = [];
  readonly doubled: string[] = [];
  readonly stopped: string[] = [];

  count(what: string, promised: number, found: number): void {
    if (found < promised) this.lost.push(`${what}: ${found} instead of ${promised}`);
    if (found > promised) this.doubled.push(`${what}: ${found} instead of ${promised}`);
  }

  /** Counts by name; a name that nobody promised is doubled too. */
  compare(what: string, promised: Readonly<Record<string, number>>, found: readonly string[]): void {
    for (const name of new Set([...Object.keys(promised), ...found])) {
      this.count(`${what}, ${name}`, promised[name] ?? 0, found.filter((each) => each === name).length);
    }
  }

  mustHaveEnded(what: string, states: readonly string[], ends: readonly string[]): void {
    for (const state of states) if (!ends.includes(state)) this.stopped.push(`${what}: ${state}`);
  }
}

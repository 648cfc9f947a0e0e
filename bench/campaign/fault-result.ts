/** What came of one fault. */
export interface FaultResult {
  readonly name: string;
  readonly seed: number;
  readonly rounds: number;
  /** Entries that the hub acknowledged. */
  readonly acknowledged: number;
  readonly lost: number;
  readonly doubled: number;
  readonly outOfOrder: number;
  /**
   * From the end of the fault until a new entry is acknowledged and it and all before it are visible; null where no round came so far.
   * For kill points: from a death until the service is ready again.
   */
  readonly recoverP50Ms: number | null;
  readonly recoverP95Ms: number | null;
  /** Deaths of services, where the fault is their death. */
  readonly kills?: number;
  readonly seconds: number;
  /** True when the outcome is as required. */
  readonly held: boolean;
  /** Everything that was not as required, in words. */
  readonly troubles: readonly string[];
}

/** How acknowledgements went over time: second by second from the beginning of the fault's rounds, and when the fault was there. */
export interface FaultCourse {
  readonly name: string;
  readonly acknowledgedPerSecond: readonly number[];
  readonly visiblePerSecond: readonly number[];
  /** Seconds from the beginning: from, to. */
  readonly faultSeconds: readonly (readonly [number, number])[];
}

/** A whole campaign: where and when it was run, and what came of each fault. */
export interface FaultReport {
  readonly date: string;
  readonly commit: string;
  readonly machine: Readonly<Record<string, string | number>>;
  readonly seconds: number;
  readonly faults: readonly FaultResult[];
  readonly courses: readonly FaultCourse[];
}

import type { PartitionProgress } from '#messaging/broker/broker.js';

interface Mark {
  /** What was published in the topic until then has been heard. */
  readonly heardUntil: string | null;
  /** Where the partitions ended at an earlier look, until they are passed. */
  readonly ahead: { readonly at: string; readonly ends: ReadonlyMap<number, number> } | null;
}

/**
 * Until when operations have heard each topic. What is not heard yet is not missing: after an outage of operations the step that ends a
 * waiting lies in the queue. Told by comparing looks: what a partition held at one look has been heard when it is passed at a later one.
 */
export class ReadMarks {
  private readonly marks = new Map<string, Mark>();

  /** `at`: when the look began, by the clock of the domain. */
  look(partitions: readonly PartitionProgress[], at: string): void {
    for (const [topic, of] of Map.groupBy(partitions, (each) => each.topic)) {
      const { heardUntil, ahead } = this.marks.get(topic) ?? { heardUntil: null, ahead: null };
      if (of.every(({ behind }) => behind === 0)) {
        this.marks.set(topic, { heardUntil: at, ahead: null });
        continue;
      }
      const isPassed =
        ahead !== null && of.every(({ partition, passed }) => passed >= (ahead.ends.get(partition) ?? 0));
      const ends = new Map(of.map(({ partition, passed, behind }) => [partition, passed + behind]));
      this.marks.set(topic, {
        heardUntil: isPassed ? ahead.at : heardUntil,
        ahead: ahead !== null && !isPassed ? ahead : { at, ends },
      });
    }
  }

  /** Until when all of these topics have been heard; null while that is not known. */
  heardUntil(topics: readonly string[]): string | null {
    const marks = topics.map((topic) => this.marks.get(topic)?.heardUntil ?? null);
    return marks.reduce((least, mark) =>
      least === null || mark === null ? null : Date.parse(mark) < Date.parse(least) ? mark : least,
    );
  }
}

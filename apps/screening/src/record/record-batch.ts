import type { ChildFact } from './child-fact.js';
import type { ChildRecord } from './child-record.js';
import type { RecordDraft } from './record-draft.js';

/** A fact with its place in the child's history. */
export interface PlacedFact {
  childId: string;
  municipality: string;
  seq: number;
  fact: ChildFact;
}

/** The locked records of several children while one transaction works on them, and what has happened to them in it. */
export class RecordBatch {
  readonly placed: PlacedFact[] = [];
  private readonly current: Map<string, ChildRecord>;

  constructor(private readonly before: ReadonlyMap<string, ChildRecord>) {
    this.current = new Map(before);
  }

  get(childId: string): ChildRecord {
    const record = this.current.get(childId);
    if (!record) throw new Error('The record was not locked in this batch');
    return record;
  }

  /** Takes over what a decision made of a record it got from here. */
  take(draft: RecordDraft): void {
    const { childId, municipality, revision } = draft.record;
    const first = revision - draft.facts.length + 1;
    if (first !== this.get(childId).revision + 1)
      throw new Error('The decision was made on another state of the record');
    draft.facts.forEach((fact, nth) => this.placed.push({ childId, municipality, seq: first + nth, fact }));
    this.current.set(childId, draft.record);
  }

  /** Puts the whole of a record in the place of its stored part; nothing has happened to it by that. */
  complete(record: ChildRecord): void {
    if (record.revision !== this.get(record.childId).revision) throw new Error('The record has changed meanwhile');
    this.current.set(record.childId, record);
  }

  /** The records that have changed, each with what it was before. */
  changed(): { before: ChildRecord; after: ChildRecord }[] {
    return [...this.current].flatMap(([childId, after]) => {
      const before = this.before.get(childId)!;
      return before.revision === after.revision ? [] : [{ before, after }];
    });
  }
}

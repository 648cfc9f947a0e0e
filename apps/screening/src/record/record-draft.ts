import type { ChildFact, FactData, FactType } from './child-fact.js';
import type { ChildRecord } from './child-record.js';
import { evolve } from './evolve.js';
import type { Occasion } from './occasion.js';

/** A record while something happens to it: each new fact is folded in at once, so that the next decision sees it. */
export class RecordDraft {
  readonly facts: ChildFact[];

  /** `earlier`: facts already folded into the record on the same occasion. */
  constructor(
    public record: ChildRecord,
    readonly occasion: Occasion,
    earlier: readonly ChildFact[] = [],
  ) {
    this.facts = [...earlier];
  }

  add<Type extends FactType>(type: Type, data: FactData[Type], differing: Partial<Occasion> = {}): void {
    const fact = { type, version: 1, data, ...this.occasion, ...differing } as ChildFact;
    this.facts.push(fact);
    this.record = evolve(this.record, fact);
  }
}

import { evolveAdbb } from '../adbb/evolve-adbb.js';
import { evolveDocuments } from '../documents/evolve-documents.js';
import { evolveLetters } from '../letters/evolve-letters.js';
import { evolveTasks } from '../tasks/evolve-tasks.js';
import { Temporal } from 'temporal-polyfill';
import type { ChildFact } from './child-fact.js';
import type { ChildRecord } from './child-record.js';

function custodyAfter(custody: ChildRecord['custody'], fact: ChildFact): ChildRecord['custody'] {
  if (fact.type !== 'custody.changed') return custody;
  if (custody && Temporal.Instant.compare(fact.data.asOf, custody.asOf) < 0) return custody;
  return fact.data;
}

/** The record after one more fact. Pure and total: folding all facts of a child gives the record, and nothing else happens. */
export function evolve(record: ChildRecord, fact: ChildFact): ChildRecord {
  return {
    ...record,
    revision: record.revision + 1,
    unit: fact.type === 'child.registered' ? fact.data.healthVisitingUnit : record.unit,
    custody: custodyAfter(record.custody, fact),
    entries: record.entries + (fact.type === 'journal_entry.filed' ? 1 : 0),
    adbb: evolveAdbb(record.adbb, fact),
    tasks: evolveTasks(record.tasks, fact),
    documents: evolveDocuments(record.documents, fact),
    letters: evolveLetters(record.letters, fact),
  };
}

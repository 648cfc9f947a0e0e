import type { ChildFact } from '../record/child-fact.js';
import type { ChildRecord } from '../record/child-record.js';
import { resultKey, type AdbbResult } from './adbb-result.js';

type Adbb = ChildRecord['adbb'];

function replaced(results: AdbbResult[], fits: (result: AdbbResult) => boolean, change: Partial<AdbbResult>) {
  return results.map((result) => (fits(result) ? { ...result, ...change } : result));
}

/** How the facts about ADBB change what the record knows of it. Decides nothing: levels come with the facts. */
export function evolveAdbb(adbb: Adbb, fact: ChildFact): Adbb {
  switch (fact.type) {
    case 'adbb_result.recorded': {
      const { result, previousResultId } = fact.data;
      const earlier = replaced(adbb.results, (old) => old.resultId === previousResultId, { state: 'superseded' });
      return { ...adbb, results: [...earlier, result] };
    }
    case 'adbb_result.confirmed': {
      const { key, reportedAt } = fact.data;
      const standing = (result: AdbbResult) => resultKey(result) === key && result.state === 'standing';
      return { ...adbb, results: replaced(adbb.results, standing, { reportedAt }) };
    }
    case 'adbb_result.withdrawn': {
      const { key, resultId } = fact.data;
      const results = replaced(adbb.results, (result) => result.resultId === resultId, { state: 'withdrawn' });
      return { ...adbb, results, withdrawn: [...adbb.withdrawn, key] };
    }
    case 'level.judged':
      return { ...adbb, judgement: fact.data.judgement };
    case 'repeat.overdue':
      return { ...adbb, overdue: [...adbb.overdue, { key: fact.data.key, overdueAt: fact.data.overdueAt }] };
    case 'focus_point.suggested':
      return { ...adbb, focusPoints: [...adbb.focusPoints, { ...fact.data, at: fact.occurredAt }] };
    default:
      return adbb;
  }
}

import type { EventContract } from '#contracts/event-contract.js';
import { focusPointSuggestedV1 } from '#contracts/events/focus-point-suggested.js';
import { guardianMessageReceivedV1 } from '#contracts/events/guardian-message-received.js';
import { portalDocumentSharedV1 } from '#contracts/events/portal-document-shared.js';
import { screeningLevelChangedV1 } from '#contracts/events/screening-level-changed.js';
import { screeningRepeatOverdueV1 } from '#contracts/events/screening-repeat-overdue.js';
import { screeningRepeatRequestedV1 } from '#contracts/events/screening-repeat-requested.js';
import { screeningResultRecordedV1 } from '#contracts/events/screening-result-recorded.js';
import { screeningResultSupersededV1 } from '#contracts/events/screening-result-superseded.js';
import { screeningResultWithdrawnV1 } from '#contracts/events/screening-result-withdrawn.js';
import type { ChildFact, FactData } from './child-fact.js';

interface Publication {
  contract: EventContract<any>;
  data: Record<string, unknown>;
}

function resultPublication({ result, previousResultId }: FactData['adbb_result.recorded']): Publication {
  const { resultId, sourceSystem, recordId, version, observedOn, total, atOrAboveCutOff, ruleSet, ruleVersion } =
    result;
  const told = { resultId, sourceSystem, recordId, version, observedOn, total, atOrAboveCutOff, ruleSet, ruleVersion };
  if (previousResultId === null) return { contract: screeningResultRecordedV1, data: told };
  return { contract: screeningResultSupersededV1, data: { ...told, previousResultId } };
}

function levelPublication({ judgement, previous, told }: FactData['level.judged']): Publication | null {
  if (!told) return null;
  const waiting = judgement?.level === 'repeat_due' || judgement?.level === 'repeat_overdue';
  return {
    contract: screeningLevelChangedV1,
    data: {
      from: previous,
      to: judgement?.level ?? null,
      late: judgement?.late ?? false,
      resultId: judgement?.basis ?? null,
      window: waiting ? judgement.window : null,
    },
  };
}

/** What others are told of a fact, if anything. Child and municipality are added by whoever publishes. */
export function publicationOf(fact: ChildFact): Publication | null {
  switch (fact.type) {
    case 'adbb_result.recorded':
      return resultPublication(fact.data);
    case 'adbb_result.withdrawn':
      return fact.data.resultId === null
        ? null
        : { contract: screeningResultWithdrawnV1, data: { resultId: fact.data.resultId } };
    case 'level.judged':
      return levelPublication(fact.data);
    case 'repeat.requested':
      return { contract: screeningRepeatRequestedV1, data: { ...fact.data } };
    case 'repeat.overdue':
      return { contract: screeningRepeatOverdueV1, data: { resultId: fact.data.resultId } };
    case 'focus_point.suggested':
      return { contract: focusPointSuggestedV1, data: { resultId: fact.data.resultId } };
    case 'document.shared': {
      const { documentId, version, kind, corrected, guardianIds, author, basedOnResultId } = fact.data;
      return {
        contract: portalDocumentSharedV1,
        data: {
          documentId,
          documentVersion: version,
          kind,
          corrected,
          guardianIds,
          sharedBy: author.organisation,
          basedOnResultId,
        },
      };
    }
    case 'guardian.message.received': {
      const { messageId, guardianId } = fact.data;
      return { contract: guardianMessageReceivedV1, data: { messageId, guardianId } };
    }
    default:
      return null;
  }
}

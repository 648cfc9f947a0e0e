import type { EventContract } from './event-contract.js';
import { journalEntryReceivedV1 } from './events/journal-entry-received.js';
import { journalEntryRejectedV1 } from './events/journal-entry-rejected.js';
import { screeningResultRecordedV1 } from './events/screening-result-recorded.js';
import { screeningResultSupersededV1 } from './events/screening-result-superseded.js';
import { screeningResultWithdrawnV1 } from './events/screening-result-withdrawn.js';
import { screeningLevelChangedV1 } from './events/screening-level-changed.js';
import { screeningRepeatRequestedV1 } from './events/screening-repeat-requested.js';
import { screeningRepeatOverdueV1 } from './events/screening-repeat-overdue.js';
import { focusPointSuggestedV1 } from './events/focus-point-suggested.js';
import { portalDocumentSharedV1 } from './events/portal-document-shared.js';
import { childDeletedV1 } from './events/child-deleted.js';
import { childRegisteredV1 } from './events/child-registered.js';
import { custodyChangedV1 } from './events/custody-changed.js';
import { portalDocumentOpenedV1 } from './events/portal-document-opened.js';
import { consentRequestedV1 } from './events/consent-requested.js';
import { consentGrantedV1 } from './events/consent-granted.js';
import { consentDeclinedV1 } from './events/consent-declined.js';
import { consentCompletedV1 } from './events/consent-completed.js';
import { consentWithdrawnV1 } from './events/consent-withdrawn.js';
import { informationRequestedV1 } from './events/information-requested.js';
import { informationRequestAnsweredV1 } from './events/information-request-answered.js';
import { guardianMessageReceivedV1 } from './events/guardian-message-received.js';
import { letterRequestedV1 } from './events/letter-requested.js';
import { letterSubmittedV1 } from './events/letter-submitted.js';
import { letterDeliveredV1 } from './events/letter-delivered.js';
import { letterFailedV1 } from './events/letter-failed.js';
import { letterUnknownV1 } from './events/letter-unknown.js';
import { letterCancelledV1 } from './events/letter-cancelled.js';
import { letterReplyReceivedV1 } from './events/letter-reply-received.js';
import { screeningRulesSetV1 } from './events/screening-rules-set.js';
import { traceForgottenV1 } from './events/trace-forgotten.js';
import { traceGapDetectedV1 } from './events/trace-gap-detected.js';
import { messageParkedV1 } from './events/message-parked.js';
import { messageDeadLetteredV1 } from './events/message-dead-lettered.js';

/** Every event of the hub, in the order of the main chain. Each erased to its base so that a list can hold them all. */
export const eventCatalogue: readonly EventContract<unknown>[] = [
  journalEntryReceivedV1,
  journalEntryRejectedV1,
  screeningResultRecordedV1,
  screeningResultSupersededV1,
  screeningResultWithdrawnV1,
  screeningLevelChangedV1,
  screeningRepeatRequestedV1,
  screeningRepeatOverdueV1,
  focusPointSuggestedV1,
  portalDocumentSharedV1,
  childRegisteredV1,
  custodyChangedV1,
  childDeletedV1,
  portalDocumentOpenedV1,
  consentRequestedV1,
  consentGrantedV1,
  consentDeclinedV1,
  consentCompletedV1,
  consentWithdrawnV1,
  informationRequestedV1,
  informationRequestAnsweredV1,
  guardianMessageReceivedV1,
  letterRequestedV1,
  letterSubmittedV1,
  letterDeliveredV1,
  letterFailedV1,
  letterUnknownV1,
  letterCancelledV1,
  letterReplyReceivedV1,
  screeningRulesSetV1,
  traceGapDetectedV1,
  traceForgottenV1,
  messageParkedV1,
  messageDeadLetteredV1,
] as readonly EventContract<unknown>[];

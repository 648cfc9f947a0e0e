import type { Temporal } from 'temporal-polyfill';
import { ConsentSchema, type Consent } from '#contracts/questions/consents.js';
import { decide } from '../access/decide.rules.js';
import { consentFact } from './consent-fact.rules.js';
import type { AnsweredAs, ConsentAnswer, ConsentRecord } from './consent-record.js';
import type { ConsentMoment } from './consent-state.rules.js';
import { mayAnswer } from './may-answer.rules.js';

/** For whom a consent is shown. Staff have no say; a guardian of somebody who is 15 sees what guardians answered, and has none either. */
export interface ConsentViewer {
  id: string | null;
  as: AnsweredAs | 'staff' | 'former_decider';
  placesWithheld: boolean;
}

/** A consent with its state now, as the viewer may see it. */
export function consentView(
  whole: ConsentRecord,
  viewer: ConsentViewer,
  moment: ConsentMoment,
  asOf: Temporal.Instant,
): Consent {
  const record = viewer.as === 'former_decider' ? guardiansPart(whole) : whole;
  const { request } = record;
  const { fact, standing } = consentFact(record, { ...moment, transitionId: null });
  const has = viewer.as === 'guardian' || viewer.as === 'young_person';
  return ConsentSchema.parse({
    consentId: request.consentId,
    childId: request.childId,
    municipality: request.municipality,
    type: request.type,
    documentKinds: request.documentKinds,
    sender: viewer.placesWithheld ? null : request.sender,
    receiver: viewer.placesWithheld ? null : request.receiver,
    placesWithheld: viewer.placesWithheld,
    transitionId: request.transitionId,
    validUntil: request.validUntil.toString(),
    gdprBasis: request.gdprBasis,
    confidentialityBasis: request.confidentialityBasis,
    textVersion: request.textVersion,
    texts: request.texts,
    requestedAt: request.requestedAt.toString(),
    state: standing.state,
    code: codeFor(fact, record),
    asOf: asOf.toString(),
    answers: answersOf(record).map(({ answererId, as, decision, at, textVersion, language }) => ({
      own: answererId === viewer.id,
      by: as,
      decision,
      at: at.toString(),
      textVersion,
      language,
    })),
    missingAnswers: standing.missing,
    mayAnswer: has && viewer.id ? mayAnswer(standing, viewer.id, viewer.as as AnsweredAs) : [],
    completedAt: standing.completedAt?.toString() ?? null,
    endedAt: standing.endedAt?.toString() ?? null,
  });
}

/** What somebody at the receiver would be told now, by the policy itself. */
function codeFor(consent: ReturnType<typeof consentFact>['fact'], { request }: ConsentRecord): string | null {
  const [kind] = request.documentKinds;
  const role = 'daycare_staff';
  const action = 'read';
  return decide({ relation: 'other_institution', role, kind: kind!, action, sharedWithAsker: false, consent }).code;
}

const answersOf = ({ entries }: ConsentRecord): ConsentAnswer[] => entries.filter((entry) => entry.kind === 'answer');

const guardiansPart = ({ request, entries }: ConsentRecord): ConsentRecord => ({
  request,
  entries: entries.filter((entry) => entry.kind !== 'answer' || entry.as === 'guardian'),
});

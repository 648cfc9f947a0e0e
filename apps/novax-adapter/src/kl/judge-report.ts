import type {
  AdbbReported,
  AssessmentReported,
  ObservationReported,
} from '#contracts/events/journal-entry-received.js';
import { contentHash } from './content-hash.js';
import { dateAt } from './copenhagen.js';
import { codingsOf } from './fhir/datatypes.js';
import type { Faults } from './fhir/faults.js';
import { objectAt, objectsAt, textAt, type FhirObject } from './fhir/fhir-object.js';
import { judgeObject } from './fhir/judge-shape.js';
import type { KlReport, KlResource } from './kl-delivery.js';
import { assessmentReported, warnOfTotal } from './mapping/assessment-reported.js';
import { observationReported } from './mapping/observation-reported.js';
import { visitReported } from './mapping/visit-reported.js';
import { deliveryReport } from './profiles/bundles.js';
import { profileClaims, REPORT_PROFILE } from './profiles/profile-claims.js';
import { judgeAnswers } from './questionnaires/judge-answers.js';
import { judgeResourceId, readResources, stepsTo, subjectReference } from './read-resources.js';
import type { ReadingContext } from './reading-context.js';
import { isWithdrawn, type ReportResource } from './report-resource.js';
import { judgeAdbb } from './rules/adbb-rules.js';
import { childOf, cprOf, judgeSubject } from './rules/people.js';
import { ResourceIndex } from './rules/references.js';
import { unmetRequirements } from './rules/visit-requirements.js';

/** Judges one delivery report and reduces it to facts about the child. Worthless when faults were found. */
export function judgeReport(bundle: FhirObject, context: ReadingContext, faults: Faults): KlReport {
  const warningsBefore = faults.warnings.length;
  judgeObject(bundle, deliveryReport, faults);
  judgeResourceId(bundle['id'], faults);
  if (!profileClaims(bundle).some(({ profile }) => profile === REPORT_PROFILE)) {
    faults.at(['meta', 'profile'], () => faults.add('SHAPE_INVALID', 'The profile of the delivery report is missing.'));
  }
  const resources = readResources(bundle['entry'], faults);
  const index = new ResourceIndex(resources, faults);
  for (const resource of resources) {
    resource.subject = index.resolve(subjectReference(resource));
    faults.at(stepsTo(resource), () => index.judge(resource, faults));
  }
  const sentAt = sentAtOf(bundle['timestamp'], context);
  const reportedAt = reportedAtOf(sentAt, context, faults);
  const child = childOf(resources, index, dateAt(Date.parse(reportedAt)), faults);
  const facts = judgeFacts(resources, child, context, faults);
  judgeVisits(resources, faults);
  const owner = child ?? resources.find(({ type }) => type === 'Patient');
  return {
    recordId: textAt(bundle, 'id') ?? '',
    sentAt,
    reportedAt,
    contentHash: contentHash(bundle),
    childCpr: child ? cprOf(child) : null,
    senderOrganisationSor:
      textAt(objectAt(objectAt(owner?.body, 'managingOrganization'), 'identifier'), 'value') ?? null,
    visit: visitReported(resources, child),
    ...facts,
    warnings: faults.warnings.slice(warningsBefore),
    resources: resources.map((resource) => keyOf(resource, child)),
  };
}

function sentAtOf(timestamp: unknown, { now }: ReadingContext): string {
  const at = typeof timestamp === 'string' ? Date.parse(timestamp) : NaN;
  return new Date(Number.isNaN(at) ? now : at).toISOString();
}

/** A time ahead of ours would win over every later correction: it counts as the moment of reading, and the sender is warned. */
function reportedAtOf(sentAt: string, { now }: ReadingContext, faults: Faults): string {
  if (Date.parse(sentAt) <= now) return sentAt;
  faults.at(['timestamp'], () => faults.warn('TIME_IN_FUTURE'));
  return new Date(now).toISOString();
}

interface Facts {
  readonly adbb: AdbbReported[];
  readonly observations: ObservationReported[];
  readonly assessments: AssessmentReported[];
  readonly withdrawn: { resourceType: string; resourceId: string }[];
  readonly withheld: number;
}

function judgeFacts(
  resources: readonly ReportResource[],
  child: ReportResource | null,
  context: ReadingContext,
  faults: Faults,
): Facts {
  const facts = { adbb: [], observations: [], assessments: [], withdrawn: [], withheld: 0 } as {
    -readonly [K in keyof Facts]: Facts[K];
  };
  const bornOn = child ? (cprOf(child)?.birthDate().toString() ?? null) : null;
  for (const resource of resources) {
    faults.at(stepsTo(resource), () => {
      if (child) judgeSubject(resource, child, faults);
      const ofChild = isAboutChild(resource, child);
      if (resource.subject && !ofChild) facts.withheld++;
      if (isWithdrawn(resource)) {
        if (ofChild || resource.type === 'Location') {
          facts.withdrawn.push({ resourceType: resource.type, resourceId: resource.id });
        }
      } else if (resource.type === 'QuestionnaireResponse')
        judgeQuestionnaire(resource, ofChild, bornOn, context, facts, faults);
      else if (resource.profile && ofChild) {
        const observation = observationReported(resource.body, resource.profile, faults);
        if (observation) facts.observations.push(observation);
      }
    });
  }
  return facts;
}

function judgeQuestionnaire(
  { body, questionnaire }: ReportResource,
  ofChild: boolean,
  childBornOn: string | null,
  context: ReadingContext,
  facts: Facts,
  faults: Faults,
): void {
  if (!questionnaire) {
    faults.at(['questionnaire'], () => faults.add('CODE_INVALID', 'Not a questionnaire of the guide.'));
    return;
  }
  const answers = judgeAnswers(body, questionnaire, faults);
  warnOfTotal(questionnaire, answers, faults);
  if (questionnaire.name === 'adbb') {
    const answered = new Set(objectsAt(body, 'item').map((item) => item['linkId']));
    const result = judgeAdbb(body, answers, answered, { ...context, childBornOn }, faults);
    if (result && ofChild) facts.adbb.push(result);
  } else if (ofChild) {
    const assessment = assessmentReported(body, questionnaire, answers, faults);
    if (assessment) facts.assessments.push(assessment);
  }
}

function judgeVisits(resources: readonly ReportResource[], faults: Faults): void {
  const visits = resources.filter(({ type }) => type === 'Encounter');
  if (visits.length === 0) return;
  const observed = new Set<string>();
  for (const { profile, body } of resources) {
    if (profile) for (const coding of codingsOf(body['code'])) observed.add(String(coding['code']));
  }
  const held = visits.map(({ body }) => ({
    typeCodes: objectsAt(body, 'type').flatMap((type) => codingsOf(type).map((coding) => String(coding['code']))),
    classCode: textAt(objectAt(body, 'class'), 'code'),
  }));
  for (const { invariant, needs } of unmetRequirements(held, observed)) {
    faults.at(['entry'], () =>
      faults.add(
        'VISIT_CONTENT_MISSING',
        `${invariant}: a visit of this type needs an observation of ${needs}.`,
        `Add the observation of ${needs}, or send it without a value and with dataAbsentReason.`,
      ),
    );
  }
}

const isAboutChild = (resource: ReportResource, child: ReportResource | null): boolean =>
  child !== null && (resource === child || resource.subject === child);

function keyOf(resource: ReportResource, child: ReportResource | null): KlResource {
  const { type: resourceType, id: resourceId, body } = resource;
  const amended = body['status'] === 'amended' || body['status'] === 'corrected';
  const status = isWithdrawn(resource) ? 'entered-in-error' : amended ? 'amended' : 'final';
  return { resourceType, resourceId, status, subjectIsChild: isAboutChild(resource, child) };
}

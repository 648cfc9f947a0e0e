import { describe, expect, it } from '@jest/globals';
import type { CodeSet } from './codes/code-set.js';
import { codeSet } from './codes/code-set.js';
import { CARE_SOCIAL, FBOE } from './codes/code-systems.js';
import { conditions } from './codes/conditions.js';
import { examResults } from './codes/exam-results.js';
import { findingInformers } from './codes/finding-informers.js';
import { indicatorAnswers } from './codes/indicator-answers.js';
import { interventions } from './codes/interventions.js';
import { indicators } from './codes/observation-codes.js';
import { encounterClasses } from './codes/visit-classes.js';
import { encounterTypes } from './codes/visit-types.js';
import type { ObjectShape, Shape } from './fhir/shape.js';
import { publishedIsHere, publishedJson } from './fixtures/published.fixture.js';
import { deliveryReport, entryShape, incrementalDelivery } from './profiles/bundles.js';
import { observationProfiles } from './profiles/observation-profile.js';
import { shapeOfProfile } from './profiles/resource-profiles.js';
import { knownQuestionnaire } from './questionnaires/known-questionnaires.js';

const here = publishedIsHere();

interface Element {
  id: string;
  min?: number;
  max?: string;
  type?: { code: string }[];
  patternCodeableConcept?: unknown;
}

/** Elements that R4 gives every resource: contained ones and unknown rules are refused for all profiles, on purpose. */
const COMMON = ['implicitRules', 'contained', 'modifierExtension'];
/** Never read, so only their frame is judged. */
const UNREAD = ['meta', 'text', 'extension', 'referenceRange', 'component'];

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1).replace(/^System\./, '');

/** What a profile says of each element of its first levels: path, names of the forms it may take, and bounds. */
function elementsOf(profile: string): { path: string[]; names: string[]; min: number; max: number }[] {
  const { snapshot } = publishedJson(`definitions/profiles/StructureDefinition-klgateway-children-${profile}.json`);
  const seen: Element[] = snapshot.element.filter(({ id }: Element) => !id.includes(':'));
  return seen.slice(1).flatMap((element) => {
    const path = element.id.split('.').slice(1);
    const last = path.pop()!;
    if (COMMON.includes(last) || UNREAD.some((name) => path.includes(name))) return [];
    const forms = last.endsWith('[x]')
      ? (element.type ?? []).map(({ code }) => last.slice(0, -3) + capital(code))
      : [last];
    return [{ path, names: forms, min: element.min ?? 0, max: element.max === '*' ? Infinity : Number(element.max) }];
  });
}

function below(shape: Shape | undefined, path: string[]): ObjectShape | undefined {
  let reached = shape;
  for (const name of path) reached = reached?.kind === 'object' ? reached.elements.get(name)?.shape : undefined;
  return reached?.kind === 'object' ? reached : undefined;
}

/** Differences between a table of ours and the published profile. */
function differences(profile: string, shape: ObjectShape): string[] {
  return elementsOf(profile).flatMap(({ path, names, min, max }) => {
    const parent = below(shape, path);
    if (!parent) return [];
    const own = names.map((name) => parent.elements.get(name));
    const place = [...path, names[0]].join('.');
    if (max === 0)
      return own.some((rule) => rule) || !names.every((name) => parent.forbids.has(name))
        ? [`${place} is not forbidden`]
        : [];
    if (names.length > 1) return own.some((rule) => rule) ? [] : [`${place} has no form`];
    const [rule] = own;
    if (!rule) return [`${place} is missing`];
    // Resource ids are the keys of the record: asked for although the guide leaves them out of its bounds.
    if (place === 'id' && rule.min === 1) return [];
    const bounds = rule.min === min && (rule.max === max || (!rule.list && max === 1));
    return bounds ? [] : [`${place} is ${rule.min}..${rule.max}, published ${min}..${max}`];
  });
}

describe('the element tables', () => {
  it('are compared where the published profiles are at hand', () => expect(typeof here).toBe('boolean'));
  if (!here) return;

  it.each(['citizen', 'related-parent', 'encounter', 'intervention', 'location'])(
    'of %s are the published ones',
    (name) => {
      expect(differences(name, shapeOfProfile(name)!)).toEqual([]);
    },
  );

  it('of the questionnaire response are the published ones, but that a missing answer is told as a missing item', () => {
    expect(differences('questionnaire-response', shapeOfProfile('questionnaire-response')!)).toEqual([
      'item.answer is 0..1, published 1..1',
    ]);
  });

  it.each(observationProfiles.map(({ name }) => name))('of %s are the published ones', (name) => {
    expect(differences(name, shapeOfProfile(name)!)).toEqual([]);
  });

  it('of the bundles are the published ones, but that a report must say that it is one', () => {
    const entryless = (found: string[]): string[] => found.filter((difference) => !difference.startsWith('entry.'));
    expect(entryless(differences('delivery-report', deliveryReport))).toEqual(['meta is 1..1, published 0..1']);
    expect(entryless(differences('incremental-delivery', incrementalDelivery))).toEqual([]);
    expect([...entryShape.elements.keys()]).toEqual(['id', 'extension', 'fullUrl', 'resource']);
  });
});

const asPairs = (set: CodeSet): string[] =>
  [...set].flatMap(([system, codes]) => [...codes].map((code) => `${system}|${code}`)).sort();

describe('the code lists', () => {
  if (!here) {
    it('are not compared', () => expect(here).toBe(false));
    return;
  }
  const published: Record<string, { system: string; code: string }[]> = publishedJson(
    'definitions/value-set-expansions.json',
  );
  const answers = (codes: readonly string[]): CodeSet => codeSet([FBOE, codes]);
  it.each<[string, CodeSet]>([
    ['EncounterClassCodes', encounterClasses],
    ['EncounterTypes', encounterTypes],
    ['FindingInformerCodes', findingInformers],
    ['IndicatorCodesChildren', answers(Object.values(indicators))],
    ['ExamResults', answers(examResults)],
    ['KLHealthNurseConditions', answers(conditions)],
    ['KLHealthNurseInterventions', answers(interventions)],
    ['ParentsMentalCodes', answers(indicatorAnswers.parentMentalStatus)],
    ['ParentSocialStatusCodes', answers(indicatorAnswers.parentSocialStatus)],
    ['SocialSupportNetworkCodes', answers(indicatorAnswers.socialSupportNetwork)],
    ['SocialInteractionCodes', answers(indicatorAnswers.socialInteraction)],
    ['ChildrenParentRelationshipCodes', answers(indicatorAnswers.parentRelationship)],
    ['CommunicationCodes', answers(indicatorAnswers.communication)],
    ['SleepCodes', answers(indicatorAnswers.sleep)],
    ['MotorFunctionCodes', answers(indicatorAnswers.motorFunction)],
    ['PhysicalActivityCodes', answers(indicatorAnswers.physicalActivity)],
    ['HearingCodes', answers(indicatorAnswers.hearing)],
    ['SightCodes', answers(indicatorAnswers.sight)],
    ['PassiveSmokingCodes', answers(indicatorAnswers.passiveSmoking)],
    ['NicotineCodes', answers(indicatorAnswers.nicotine)],
    ['NutritionCodes', answers(indicatorAnswers.nutrition)],
    ['FeedingResultsChildren', answers(indicatorAnswers.feeding)],
  ])('%s is the published one', (name, own) => {
    const expected = published[`http://fhir.kl.dk/children/ValueSet/${name}`]!.map(
      ({ system, code }) => `${system}|${code}`,
    );
    expect(asPairs(own)).toEqual(expected.sort());
    expect([...own.keys()].every((system) => system !== CARE_SOCIAL || name !== 'EncounterTypes')).toBe(true);
  });
});

describe('the questionnaires', () => {
  if (!here) {
    it('are not compared', () => expect(here).toBe(false));
    return;
  }

  const bound = (item: any, name: string): number | undefined =>
    item.extension?.find(({ url }: any) => url.endsWith(name))?.valueInteger;

  it.each(['adbb', 'topi', 'aims', 'epds', 'puf', 'sdq4-10', 'sdq11-17'])(
    '%s has the published linkIds, types and ranges',
    (name) => {
      const { url, item } = publishedJson(`definitions/questionnaires/Questionnaire-klgateway-children-${name}.json`);
      const published = item.map((one: any) => [
        one.linkId,
        one.type === 'integer'
          ? {
              kind: 'integer',
              min: bound(one, 'minValue') ?? -2_147_483_648,
              max: bound(one, 'maxValue') ?? 2_147_483_647,
            }
          : one.type === 'boolean'
            ? { kind: 'boolean' }
            : { kind: 'choice', options: one.answerOption.map(({ valueString }: any) => valueString) },
      ]);
      const own = [...knownQuestionnaire(url)!.items];
      expect(new Map(own)).toEqual(new Map(published));
    },
  );
});

import { randomUUID } from 'node:crypto';
import { CommandError } from '#local/command-error.js';
import type { Answer, Step } from './scenario-file.js';
import { repeated } from './repeated.js';
import { type Answered, type World, call, childId, cprOf, digits, postTo } from './world.js';

/** Does the acts about consent, custody and what guardians write; null for a step without one. */
export async function performConsentAct(world: World, step: Step, token: string): Promise<Answered[] | null> {
  const { screening, consent, 'parent-portal': portal } = world.hub.urls;
  if (step.requestConsent) return [await requestConsent(world, step.requestConsent, token)].flat();
  if (step.answerConsent) {
    const { decision, ...how } = step.answerConsent;
    const { consentId, textVersion } = consentOf(world, how.consent);
    const body = { decision, textVersion, language: languageOf(world, step.as) };
    const key = randomUUID();
    return repeated(how, () => postTo(`${portal}/consents/${consentId}/answers`, token, body, key));
  }
  if (step.previewWithdrawal) {
    const { consentId } = consentOf(world, step.previewWithdrawal.consent);
    return [await call(`${portal}/consents/${consentId}/withdrawal-preview`, token)];
  }
  if (step.readByConsent) {
    const { child, kind } = step.readByConsent;
    return [await call(`${screening}/children/${childId(world, child)}/${doorOf[kind]}`, token)];
  }
  if (step.writeMessage) {
    const { child, text, ...how } = step.writeMessage;
    const key = randomUUID();
    return repeated(how, () => postTo(`${portal}/children/${childId(world, child)}/messages`, token, { text }, key));
  }
  if (step.requestInformation) {
    const { child, question } = step.requestInformation;
    const body = { childCpr: digits(cprOf(world, child)), question };
    return [await postTo(`${portal}/information-requests`, token, body)];
  }
  if (step.answerInformation) {
    const { child, ...answer } = step.answerInformation;
    const open = await call(`${consent}/information-requests`, token);
    const requests = (open.json['informationRequests'] ?? []) as {
      informationRequestId: string;
      childId: string;
      answeredAt: string | null;
    }[];
    const found = requests.find((each) => each.childId === childId(world, child) && each.answeredAt === null);
    if (!found) return [open];
    return [await postTo(`${consent}/information-requests/${found.informationRequestId}/answer`, token, answer)];
  }
  return null;
}

const doorOf = {
  adbb_result: 'adbb-results',
  health_visit_summary: 'consented-documents',
  health_observation: 'health-observations',
} as const;

async function requestConsent(
  world: World,
  { consent, child, type, kinds, receiver, until, transition, ...how }: NonNullable<Step['requestConsent']>,
  token: string,
): Promise<Answered[]> {
  const url = `${world.hub.urls['consent']}/children/${childId(world, child)}/consents`;
  const body = {
    type,
    documentKinds: kinds,
    receiver,
    validUntil: until,
    ...(transition ? { transitionId: transition } : {}),
  };
  const key = randomUUID();
  const answers = await repeated(how, () => postTo(url, token, body, key));
  const { consentId, textVersion } = answers[0]?.json ?? {};
  if (consentId) world.consents.set(consent, { child, consentId: String(consentId), textVersion: Number(textVersion) });
  return answers;
}

function consentOf(world: World, name: string): { consentId: string; textVersion: number } {
  const consent = world.consents.get(name);
  if (!consent) throw new CommandError(`The scenario has asked for no consent ${name} yet`);
  return consent;
}

const languageOf = (world: World, as = ''): string =>
  world.scenario.given.guardians[as.split(' ')[1] ?? '']?.language ?? 'da';

/** What differs from the scenario's words in answers about children, messages, previews and results. */
export function compareConsentAnswer(world: World, expected: Answer, { json }: Answered): string[] {
  const list = <T>(name: string): T[] => (json[name] ?? []) as T[];
  const differs = (what: string, wanted: unknown[], got: unknown[]): string[] =>
    JSON.stringify(wanted) === JSON.stringify(got)
      ? []
      : [`${what}: expected ${JSON.stringify(wanted)}, got ${JSON.stringify(got)}`];
  const faults: string[] = [];
  if (expected.children) {
    const wanted = expected.children.map((name) => childId(world, name)).sort();
    const got = list<{ childId: string }>('children').map((each) => each.childId);
    faults.push(...differs('children', wanted, got.sort()));
  }
  if (expected.messages) {
    const got = list<{ text: string }>('messages').map(({ text }) => text);
    faults.push(...differs('messages', expected.messages, got));
  }
  if (expected.totals) {
    const got = list<{ total: number }>('results').map(({ total }) => total);
    faults.push(...differs('totals', expected.totals, got));
  }
  if (expected.refusals) {
    const refusals = list<{ role: string; organisation: string | null; documentKind: string; code: string }>(
      'refusals',
    );
    const got = refusals.map((each) => [each.role, each.organisation, each.documentKind, each.code].join(' '));
    const missing = expected.refusals.filter((line) => !got.includes(line));
    if (missing.length > 0) faults.push(`the preview lacks ${missing.join(', ')} among ${got.join(', ')}`);
  }
  return faults;
}

import type { Expectations } from './scenario-file.js';
import { type World, call, childId, tokenOf } from './world.js';

interface SeenConsent {
  consentId: string;
  state: string;
  code: string | null;
  missingAnswers: number;
  answers: { decision: string }[];
}

/** The consent as staff of the child's unit see it. */
export async function consentHolds(
  world: World,
  expected: NonNullable<Expectations['consent']>,
): Promise<true | string> {
  const named = world.consents.get(expected.consent);
  if (!named) return `no consent ${expected.consent} was asked for`;
  const unit = world.scenario.given.children[named.child]?.unit ?? '';
  const token = await world.hub.staffToken('health_visitor', unit);
  const { json } = await call(`${world.hub.urls['consent']}/children/${childId(world, named.child)}/consents`, token);
  const found = ((json['consents'] ?? []) as SeenConsent[]).find((each) => each.consentId === named.consentId);
  if (!found) return `the unit does not see ${expected.consent}`;
  const wanted = { is: expected.is, code: expected.code, missing: expected.missing, answers: expected.answers };
  const got = {
    is: found.state,
    code: expected.code === undefined ? undefined : found.code,
    missing: expected.missing === undefined ? undefined : found.missingAnswers,
    answers: expected.answers && counted(found.answers, Object.keys(expected.answers)),
  };
  return JSON.stringify(wanted) === JSON.stringify(got)
    ? true
    : `expected ${JSON.stringify(wanted)}, got ${JSON.stringify(got)}`;
}

const counted = (answers: readonly { decision: string }[], decisions: readonly string[]): Record<string, number> =>
  Object.fromEntries(decisions.map((each) => [each, answers.filter(({ decision }) => decision === each).length]));

interface LogLine {
  who: string;
  role: string | null;
  organisation: string | null;
  documentKind: string;
  action: string;
  outcome: string;
  code: string | null;
}

/** The access log as a guardian reads it in the portal, or the leader of the unit in consent. */
export async function accessLogSeen(
  world: World,
  { child, by, lines, neverContain }: NonNullable<Expectations['accessLogSeen']>,
): Promise<true | string> {
  const service = by.startsWith('institution_leader') ? 'consent' : 'parent-portal';
  const url = `${world.hub.urls[service]}/children/${childId(world, child)}/access-log?limit=500`;
  const { status, json, bytes } = await call(url, await tokenOf(world, by));
  if (status !== 200) return `the log was refused: ${status} ${bytes}`;
  const seen = ((json['entries'] ?? []) as LogLine[]).toReversed().map(wordsOf);
  const relevant = seen.filter((line) => lines.includes(line));
  const forbidden = neverContain.filter((word) => bytes.includes(word));
  if (forbidden.length > 0) return `the log contains ${forbidden.join(', ')}`;
  return JSON.stringify(relevant) === JSON.stringify(lines)
    ? true
    : `expected ${lines.join(' | ')}, got ${relevant.join(' | ')} among ${seen.length} lines`;
}

const wordsOf = ({ who, role, organisation, documentKind, action, outcome, code }: LogLine): string =>
  [role ?? who, organisation, documentKind, action, outcome, code].filter((part) => part !== null).join(' ');

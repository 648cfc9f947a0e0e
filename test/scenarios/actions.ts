import { randomUUID } from 'node:crypto';
import { Temporal } from 'temporal-polyfill';
import { CommandError } from '#local/command-error.js';
import type { Read, Send, Step } from './scenario-file.js';
import { compareConsentAnswer, performConsentAct } from './consent-actions.js';
import { changeCustody } from './people.js';
import { repeated, type Repeated } from './repeated.js';
import {
  type Answered,
  type Finding,
  type World,
  call,
  childId,
  compareAnswer,
  cprOf,
  digits,
  tokenOf,
} from './world.js';

/** Does what a step says, through a public door in a role, and compares the answer. */
export async function act(world: World, step: Step, name: string, tell: (finding: Finding) => void): Promise<void> {
  const answers = await perform(world, step);
  if (step.stop) await world.hub.stop(step.stop);
  if (step.start) await world.hub.start(step.start, world.now.toString());
  if (step.channel) await scriptChannel(world, step.channel);
  if (step.custody) await changeCustody(world, step.custody.child, step.custody.holders);
  const expected = step.answer ?? (answers.length > 0 ? { status: -1 } : null);
  if (!expected) return;
  for (const answer of answers) {
    const faults =
      expected.status === -1
        ? answer.status < 300
          ? []
          : [`the act was refused: ${answer.status} ${answer.bytes}`]
        : compareAnswer(expected, answer);
    if (expected.documents) faults.push(...compareDocuments(world, expected.documents, answer));
    faults.push(...compareConsentAnswer(world, expected, answer));
    if (expected.sameBytes && answer.bytes !== answers[0]?.bytes) faults.push('the answers differ');
    if (expected.sameBytesAs && answer.bytes !== world.receipts.get(expected.sameBytesAs)?.bytes) {
      faults.push(`not the first answer again, byte for byte: ${answer.bytes}`);
    }
    tell({
      what: `${name}: ${titleOf(step)} ${outcomeOf(step)}`,
      passed: faults.length === 0,
      detail: faults.join('; '),
    });
  }
}

async function perform(world: World, step: Step): Promise<Answered[]> {
  if (step.send) return send(world, step.send, clientOf(step.as));
  if (!step.as) return [];
  const token = await tokenOf(world, step.as);
  const screening = world.hub.urls['screening'];
  if (step.write) {
    const { child, text, basedOn, document } = step.write;
    const body = { kind: 'health_visit_summary', text, ...(await basis(world, basedOn, child)) };
    const url = `${screening}/children/${childId(world, child)}/documents`;
    const answers = await writeAgain(step.write, url, token, body);
    world.documentIds.set(document, String(answers[0]?.json['documentId']));
    return answers;
  }
  if (step.correct) {
    const { document, text, basedOn } = step.correct;
    const body = { text, ...(await basis(world, basedOn, null)) };
    const url = `${screening}/documents/${documentId(world, document)}/corrections`;
    return writeAgain(step.correct, url, token, body);
  }
  if (step.share) {
    const names = 'together' in step.share ? step.share.together : [step.share.document];
    const doors = names.map((name) => `${screening}/documents/${documentId(world, name)}/share`);
    return Promise.all(doors.map((url) => call(url, token, { method: 'POST', body: '{}' })));
  }
  if (step.rebuild) {
    const body = JSON.stringify({ childId: childId(world, step.rebuild.child) });
    return [await call(`${screening}/rebuilds`, token, { method: 'POST', body })];
  }
  const done = await performConsentAct(world, step, token);
  if (done) return done;
  return step.read ? [await call(readUrl(world, step.read, step.as), token)] : [];
}

async function send(world: World, what: Send, clientId: string): Promise<Answered[]> {
  const token = await world.hub.tokenFor(clientId);
  const cpr = what.cpr ?? world.scenario.given.children[what.child ?? '']?.cpr ?? '';
  const observedAt = Temporal.PlainDateTime.from(what.observed.replace(' ', 'T'))
    .toZonedDateTime('Europe/Copenhagen')
    .toInstant();
  const body = JSON.stringify({
    recordId: what.record,
    version: what.version,
    childCpr: digits(cpr),
    observedAt: observedAt.toString(),
    items: Object.fromEntries(what.items.map((value, index) => [linkIds[index] ?? `item${index}`, value])),
    ...(what.total === undefined ? {} : { total: what.total }),
    observerCertified: what.certified,
  });
  const once = (): Promise<Answered> =>
    call(`${world.hub.urls['novax-adapter']}/novax/results`, token, { method: 'POST', body });
  const answers = await repeated(what, once);
  const first = answers[0];
  if (first && first.status < 300 && !world.receipts.has(what.record)) {
    world.receipts.set(what.record, {
      bytes: first.bytes,
      traceId: String(first.json['traceId']),
      sentAt: world.now.toString(),
    });
  }
  return answers;
}

/** The same write with the same key, as a caller sends it whose answer was lost. */
function writeAgain(how: Repeated, url: string, token: string, body: object): Promise<Answered[]> {
  const write = { method: 'POST', body: JSON.stringify(body), key: randomUUID() };
  return repeated(how, () => call(url, token, write));
}

/** The guide's linkIds in the order in which a scenario writes the items. */
const linkIds = [
  '1facialExpression',
  '2eyeContact',
  '3generalLevelOfActivity',
  '4selfStimulatingGestures',
  '5vocalizations',
  '6brisknessOfResponseToStimulation',
  '7relationship',
  '8attraction',
];

/** The result a document rests on: the standing one of that record, asked for through the record door. */
async function basis(world: World, record: string | undefined, child: string | null): Promise<object> {
  if (!record) return {};
  const owner = child ?? [...world.childIds.keys()][0] ?? '';
  const token = await world.hub.staffToken('health_visitor', 'HV-1');
  const answer = await call(`${world.hub.urls['screening']}/children/${childId(world, owner)}/record`, token);
  const results = (answer.json['results'] ?? []) as { resultId: string; recordId: string; standing: boolean }[];
  const result = results.find((each) => each.recordId === record && each.standing);
  return result ? { basedOnResultId: result.resultId } : {};
}

function readUrl(world: World, read: Read, as: string): string {
  const { screening, 'parent-portal': portal, operations, notifications } = world.hub.urls;
  if ('record' in read) return `${screening}/children/${childId(world, read.record)}/record`;
  if ('sharedDocuments' in read) return `${portal}/children/${childId(world, read.sharedDocuments)}/documents`;
  if ('chain' in read) return `${operations}/chains/${world.receipts.get(read.chain)?.traceId}`;
  if ('letterContent' in read) return `${notifications}/letters/${letterIdOf(world)}/content`;
  if ('accessLog' in read) {
    const service = as.startsWith('institution_leader') ? world.hub.urls['consent'] : portal;
    return `${service}/children/${childId(world, read.accessLog)}/access-log`;
  }
  if ('messages' in read) {
    const ofChild = `children/${childId(world, read.messages)}`;
    return isAtPortal(as) ? `${portal}/${ofChild}/messages` : `${screening}/${ofChild}/guardian-messages`;
  }
  if ('consents' in read) return `${portal}/consents`;
  if ('children' in read) return `${portal}/children`;
  const version = read.version ? `?version=${read.version}` : '';
  const base = isAtPortal(as) ? portal : screening;
  return `${base}/documents/${documentId(world, read.document)}${version}`;
}

const isAtPortal = (as: string): boolean => as.startsWith('guardian') || as.startsWith('young_person');

const letterIdOf = (world: World): string =>
  String(
    world.log.where(
      (event) => event.name === 'letter.requested' && [...world.childIds.values()].includes(event.subject ?? ''),
    )[0]?.data['letterId'],
  );

/** A scenario's words for the channel in the words of its control door. */
async function scriptChannel(world: World, script: NonNullable<Step['channel']>): Promise<void> {
  const cpr = digits(cprOf(world, script.to));
  const control = `${world.hub.urls['stand-ins']}/control/digital-post`;
  const answer = script.deliverNow
    ? await call(`${control}/receipts`, '', {
        method: 'POST',
        body: JSON.stringify({ cpr, status: 'Afleveret Digital Post' }),
      })
    : await call(`${control}/recipients`, '', {
        method: 'PUT',
        body: JSON.stringify({
          cpr,
          answers: (script.answers ?? []).filter((kind) => kind !== 'accept').map((kind) => ({ kind })),
          ...(script.receipt === 'withheld' ? { receipt: { mode: 'none' } } : {}),
          ...(script.receiptAfterMinutes ? { receipt: { after: `PT${script.receiptAfterMinutes}M` } } : {}),
        }),
      });
  if (answer.status > 204) throw new Error(`The channel could not be scripted: ${answer.status} ${answer.bytes}`);
}

function compareDocuments(world: World, names: readonly string[], answer: Answered): string[] {
  const got = ((answer.json['documents'] ?? []) as { documentId: string }[]).map((each) => each.documentId);
  const wanted = names.map((name) => documentId(world, name));
  return JSON.stringify(got) === JSON.stringify(wanted)
    ? []
    : [`documents: expected ${names.join(', ')}, got ${got.length}`];
}

const documentId = (world: World, name: string): string => {
  const id = world.documentIds.get(name);
  if (!id) throw new CommandError(`The scenario has no document ${name} yet`);
  return id;
};

const clientOf = (as = ''): string => as.replace(' ', '-').toLowerCase();

function titleOf(step: Step): string {
  const act = ACTS.find((key) => step[key]);
  const what = step.send?.record ?? Object.values((act && step[act]) ?? {})[0] ?? '';
  return `${step.as ?? ''} ${act ?? ''} ${String(what)}`.trim();
}

/** What the step expects to be answered, in words. */
function outcomeOf({ answer, send: sent, read }: Step): string {
  if (answer === undefined) return sent ? 'is taken' : 'is allowed';
  const { status, code } = answer;
  const verb = status >= 300 ? 'is refused' : read ? 'is answered' : 'is taken';
  return `${verb}, ${[status, code].filter(Boolean).join(' ')}`;
}

const ACTS = [
  'send',
  'write',
  'correct',
  'share',
  'read',
  'rebuild',
  'requestConsent',
  'answerConsent',
  'previewWithdrawal',
  'readByConsent',
  'requestInformation',
  'answerInformation',
  'writeMessage',
] as const;

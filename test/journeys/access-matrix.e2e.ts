import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { StaffRoleSchema } from '#contracts/questions/access.js';
import { refusalCodes } from '#contracts/refusal-codes.js';
import { accessMatrix, type MatrixCell } from '../../apps/consent/src/access/access-matrix.js';
import { call, postTo, type Answered } from '../scenarios/world.js';
import { openJourneyHub, type JourneyHub } from './journey-hub.js';
import { requestsOf, type MatrixRequest } from './matrix-doors.js';
import { noDoors } from './matrix-no-doors.js';
import { MatrixStates } from './matrix-states.js';

const AT_ONCE = 24;

let journey: JourneyHub;
let states: MatrixStates;
const asked = new Map<string, Promise<Answered>>();

beforeAll(async () => {
  journey = await openJourneyHub({ env: { GUESSES_PER_SESSION: '10000', GUESSES_PER_ADDRESS: '100000' } });
  states = new MatrixStates(journey);
  await states.bringAbout();
}, 120_000);
afterAll(() => journey?.close(), 60_000);

/** What the matrix lets the door answer: status and code. */
function expected({ verdict: { code, hidden } }: MatrixCell, { says }: MatrixRequest): string {
  if (says === 'role') return '403 ROLE_NOT_ALLOWED';
  if (code === null) return 'allowed';
  if (hidden || says === 'hides') return '404 NOT_FOUND';
  return `${refusalCodes[code].status} ${code}`;
}

/** The same question by the same person is asked once, however many cells it stands for. */
async function answer(request: MatrixRequest): Promise<string> {
  const { method, url, as, body, shows } = request;
  const key = `${method} ${url} ${as}`;
  const token = await states.token(as);
  const { status, json, bytes } = await (asked.get(key) ??
    asked.set(key, method === 'POST' ? postTo(url, token, body!) : call(url, token)).get(key)!);
  if (status >= 300) return `${status} ${json['code'] as string}`;
  return shows && !bytes.includes(shows) ? `allowed without ${shows}` : 'allowed';
}

/** Asks the cells at every door that has them; answers what differs. */
async function differences(cells: readonly MatrixCell[]): Promise<string[]> {
  const waiting = cells.flatMap((cell) => {
    return requestsOf(states, cell).map((request) => ({ cell, request }));
  });
  expect(waiting.length).toBeGreaterThan(cells.length / 20);
  const wrong: string[] = [];
  const ask = async (): Promise<void> => {
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const { cell, request } = next;
      const { relation, role, kind, action, consent, sharedWithAsker } = cell;
      const [wanted, got] = [expected(cell, request), await answer(request)];
      if (wanted === got) continue;
      const door = `${request.method} ${new URL(request.url).pathname}`;
      const facts = [relation, role ?? (sharedWithAsker ? 'shared' : 'not shared'), kind, action, consent].join(' ');
      wrong.push(`${facts}: the matrix says ${wanted}, ${door} says ${got}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, ask));
  return wrong.sort();
}

const isUnknown = ({ relation, consent }: MatrixCell): boolean =>
  relation === 'custody_unknown' || consent === 'custody_unknown';

describe('the access matrix at the doors of all services', () => {
  it('is what each door answers while the register says who holds custody', async () => {
    expect(await differences(accessMatrix().filter((cell) => !isUnknown(cell)))).toEqual([]);
  }, 60_000);

  it('is closed to everybody outside the unit while nobody can say who holds custody', async () => {
    await states.silenceRegister();
    expect(await differences(accessMatrix().filter(isUnknown))).toEqual([]);
  }, 60_000);

  it('is asked everywhere but where the closed list says that there is no door', () => {
    const found = accessMatrix().filter((cell) => requestsOf(states, cell).length === 0);
    const listed = noDoors.flatMap(({ who, cells }) => cells.map((cell) => `${who}: ${cell}`));
    expect([...new Set(found.map(nameOf))].sort()).toEqual(listed.sort());
  });

  it('leaves the chains of messages to operations, who see no child in them', async () => {
    const roles = StaffRoleSchema.options;
    const url = `${journey.hub.urls['operations']}/chains`;
    const answers = await Promise.all(
      roles.map(async (role) => [role, (await call(url, await states.token(`${role} OPS-1 K1`))).status]),
    );
    expect(answers).toEqual(roles.map((role) => [role, role === 'ops_operator' ? 200 : 403]));
  });
});

/** A cell in the words of the closed list. */
function nameOf({ role, kind, action, consent, sharedWithAsker }: MatrixCell): string {
  const what = `${kind} ${action}`;
  if (role) return `staff${consent === 'other_transition' ? ', for another transition' : ''}: ${what}`;
  const isAnyCase = noDoors.some(({ who, cells }) => who === 'portal' && cells.includes(what));
  return `portal${isAnyCase || sharedWithAsker ? '' : ', not shared with the reader'}: ${what}`;
}

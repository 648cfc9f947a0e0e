import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { doorsPage } from '#local/doors-page.js';
import { hubDoors, hubServiceNames } from '#local/hub-doors.js';
import { projectRoot } from '#local/project-root.js';
import type { DescribedDoor } from '#service/doors-of.js';

const doorsOf = new Map<string, DescribedDoor[]>();
for (const service of hubServiceNames) doorsOf.set(service, await hubDoors(service));
const all = [...doorsOf].flatMap(([service, doors]) => doors.map((door) => ({ service, ...door })));
const named = ({ service, method, path }: (typeof all)[number]): string => `${service}: ${method} ${path}`;

/** What is open to anybody; every further one is a decision that stands here. */
const openDoors = [
  'GET /health/live',
  'GET /health/ready',
  'GET /metrics',
  'GET /clock',
  'PUT /clock',
  'operations: POST /v1/traces',
  'consent: GET /access-matrix',
  'novax-adapter: GET /fhir/metadata',
  'parent-portal: GET /',
  'parent-portal: GET /portal/*path',
  'parent-portal: GET /portal/assets/:version/*path',
  'parent-portal: GET /portal/language/:language',
  'parent-portal: GET /portal/login',
  'parent-portal: GET /portal/login/callback',
  'parent-portal: GET /portal/support',
  'parent-portal: GET /portal/welcome',
  'operations: GET /login',
  'operations: GET /callback',
  'operations: GET /assets/:version/*path',
  'operations: GET /logged-out',
];

describe('the HTTP doors of all services', () => {
  it('are found: a service without doors would mean that nobody looked', () => {
    for (const [, doors] of doorsOf) expect(doors.length).toBeGreaterThan(5);
    expect(all.map(named)).toContain('novax-adapter: POST /fhir/Bundle');
  });

  it('each declare who may use them', () => {
    expect(all.filter(({ access }) => access === null).map(named)).toEqual([]);
  });

  it('to stopped messages stand in the description of every service with what they are for', () => {
    for (const service of hubServiceNames) {
      const desk = all.filter((door) => door.service === service && door.path.startsWith('/messages/'));
      expect(desk).toHaveLength(12);
      expect(desk.filter(({ description }) => description === null).map(named)).toEqual([]);
    }
  });

  it('for operators refuse a filter that they do not know, so that none is overlooked', () => {
    const lists = all.filter(
      ({ method, path, access, description }) =>
        method === 'GET' &&
        access?.open === false &&
        access.roles?.join() === 'ops_operator' &&
        description?.produces === undefined &&
        path !== '/work' &&
        (description?.query !== undefined || !path.includes(':')),
    );
    expect(lists.map(named)).toContain('operations: GET /chains');
    const overlooking = lists.filter(({ description }) => {
      const issues = description?.query?.safeParse({ nobody: 'knows' }).error?.issues ?? [];
      return !issues.some(({ code }) => code === 'unrecognized_keys');
    });
    expect(overlooking.map(named)).toEqual([]);
  });

  it('each say what they are for, the platform’s own excepted', () => {
    const ofThePlatform = /^(GET|PUT) \/(health\/|metrics|clock)/;
    const without = all.filter(
      ({ description, method, path }) => description === null && !ofThePlatform.test(`${method} ${path}`),
    );
    expect(without.map(named)).toEqual([]);
  });

  it('are open only where that was decided, with a reason', () => {
    const open = all.filter(({ access }) => access?.open === true);
    const isDecided = (door: (typeof all)[number]): boolean =>
      openDoors.includes(`${door.method} ${door.path}`) || openDoors.includes(named(door));
    expect(open.filter((door) => !isDecided(door)).map(named)).toEqual([]);
    for (const { access } of open) expect(access?.open === true && access.reason.length).toBeGreaterThan(10);
  });

  it('ask machines for a scope or a name, so that no service and no journal may do everything', () => {
    const loose = all.filter(
      ({ access }) =>
        access?.open === false &&
        access.who.some((kind) => kind === 'journal_system' || kind === 'channel') &&
        !access.scopes?.length,
    );
    expect(loose.map(named)).toEqual([]);
  });

  it('stand in docs/doors.md as they are (npm run generate)', async () => {
    expect(await readFile(join(projectRoot, 'docs/doors.md'), 'utf8')).toBe(doorsPage(doorsOf));
  });
});

import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Temporal } from 'temporal-polyfill';
import { CommandError } from '#local/command-error.js';
import type { Answer, Scenario } from './scenario-file.js';
import type { EventLog } from './event-log.js';

/** The running hub as a scenario reaches it: through public doors, in a role. */
export interface HubUnderTest {
  readonly urls: Readonly<Record<string, string>>;
  readonly brokers: readonly string[];
  readonly topicPrefix: string;
  tokenFor(clientId: string): Promise<string>;
  staffToken(role: string, organisation: string | null): Promise<string>;
  guardianToken(cpr: string): Promise<string>;
  stop(service: string): Promise<void>;
  /** `clock`: the domain's time that the service starts with. */
  start(service: string, clock: string): Promise<void>;
  /** True when nothing is on its way: outboxes empty, consumers at the end of their topics. */
  isSettled(): Promise<boolean>;
}

/** What the story has named so far, and what it has seen. */
export interface World {
  readonly hub: HubUnderTest;
  readonly log: EventLog;
  readonly scenario: Scenario;
  readonly childIds: Map<string, string>;
  readonly documentIds: Map<string, string>;
  readonly consents: Map<string, { child: string; consentId: string; textVersion: number }>;
  /** Per record: the receipt's bytes and the trace. */
  readonly receipts: Map<string, { bytes: string; traceId: string; sentAt: string }>;
  readonly resultIds: Map<string, string>;
  now: Temporal.Instant;
}

/** An answer of a door: status, body as sent, and as JSON where it is JSON. */
export interface Answered {
  readonly status: number;
  readonly bytes: string;
  readonly json: Record<string, unknown>;
}

export interface Finding {
  readonly what: string;
  readonly passed: boolean;
  readonly detail: string;
}

export const digits = (cpr: string): string => cpr.replace('-', '');

export function childId(world: World, name: string): string {
  const id = world.childIds.get(name);
  if (!id) throw new CommandError(`The scenario has no child ${name}`);
  return id;
}

/** The number of a guardian or a child of the scenario. */
export function cprOf({ scenario: { given } }: World, name: string): string {
  const person = given.guardians[name] ?? given.children[name];
  if (!person) throw new CommandError(`The scenario has nobody called ${name}`);
  return person.cpr;
}

/** Logs in as `guardian G1`, `young_person barn` or `health_visitor HV-1`. */
export async function tokenOf(world: World, as: string): Promise<string> {
  const [role = '', who = null] = as.split(' ');
  if (role === 'guardian' || role === 'young_person') return world.hub.guardianToken(digits(cprOf(world, who ?? '')));
  return world.hub.staffToken(role, who);
}

/** Writes JSON through a door. `key`: the same for each repetition. */
export const postTo = (url: string, token: string, body: object, key: string = randomUUID()): Promise<Answered> =>
  call(url, token, { method: 'POST', body: JSON.stringify(body), key });

/** Calls a door; a write with a key of its own, unless it is sent again with that of the first time. */
export async function call(
  url: string,
  token: string,
  init: { method?: string; body?: string; contentType?: string; accept?: string; key?: string } = {},
): Promise<Answered> {
  const response = await fetch(url, {
    method: init.method ?? 'GET',
    headers: {
      authorization: `Bearer ${token}`,
      accept: init.accept ?? 'application/json',
      ...(init.body === undefined ? {} : { 'content-type': init.contentType ?? 'application/json' }),
      ...(init.method === 'POST' ? { 'idempotency-key': init.key ?? randomUUID() } : {}),
    },
    ...(init.body === undefined ? {} : { body: init.body }),
    signal: AbortSignal.timeout(30_000),
  });
  const bytes = await response.text();
  const isJson = /json/.test(response.headers.get('content-type') ?? '');
  return { status: response.status, bytes, json: isJson ? (JSON.parse(bytes) as Record<string, unknown>) : {} };
}

/** Asks again until the check holds or the time is up; the last word of the check is what is told. */
export async function until<T>(check: () => Promise<T | string>, withinMs = 20_000): Promise<T | string> {
  const end = performance.now() + withinMs;
  for (;;) {
    const found = await check();
    if (typeof found !== 'string' || performance.now() > end) return found;
    await pause(50);
  }
}

/** Compares one answer with what the scenario says of it. */
export function compareAnswer(expected: Answer, got: Answered): string[] {
  const faults: string[] = [];
  const differs = (what: string, wanted: unknown, found: unknown): void => {
    if (JSON.stringify(wanted) !== JSON.stringify(found)) {
      faults.push(`${what}: expected ${JSON.stringify(wanted)}, got ${JSON.stringify(found)}`);
    }
  };
  differs('status', expected.status, got.status);
  if (expected.code) differs('code', expected.code, got.json['code']);
  if (expected.place) {
    const place = String(got.json['place'] ?? '');
    if (!place.includes(expected.place)) faults.push(`place: expected ${expected.place}, got ${place}`);
  }
  for (const key of ['corrected', 'earlierVersions', 'identical'] as const) {
    if (expected[key] !== undefined) differs(key, expected[key], got.json[key]);
  }
  return faults;
}

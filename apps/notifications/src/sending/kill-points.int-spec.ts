import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ChildId, GuardianId, LetterId } from '#contracts/ids.js';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import { eventually } from '#testing/eventually.js';
import { LetterStore } from '../letters/letter.store.js';
import { RunningNotifications, type Family } from '../running-notifications.fixture.js';

jest.setTimeout(180_000);

const root = join(dirname(fileURLToPath(import.meta.url)), '../../../..');
const main = join(root, 'dist/apps/notifications/src/main.js');

/** Every durable step of a letter that is sent, and of a receipt that is taken. */
const sending = [
  'letters.before-try-recorded',
  'letters.after-try-recorded',
  'letters.after-send',
  'letters.after-answer-recorded',
];
const receiving = ['letters.before-receipt-committed', 'letters.after-receipt'];

interface Instance {
  url: string;
  child: ChildProcess;
}

describe('processes killed at every step of a letter', () => {
  let hub: RunningNotifications;
  const started: ChildProcess[] = [];

  beforeAll(async () => {
    if (!existsSync(main))
      throw new Error('The tests use the compiled service: run `npm run build` first (`npm test` does)');
    hub = await RunningNotifications.start('kill_points', '2026-06-01T08:05:00Z', {
      QUESTION_PAUSES: 'PT0.2S,PT1S',
      DIGITAL_POST_TIMEOUT_MS: '10000',
    });
    // It only lends its surroundings: processes of their own do the work.
    await hub.service.close();
  });

  afterAll(async () => {
    for (const child of started) child.kill('SIGKILL');
    await hub.close();
  });

  it('leave letters that all go out exactly once', async () => {
    const [firstTaker, secondTaker, survivor, ...senders] = await Promise.all(
      [...receiving, undefined, ...sending].map(start),
    );
    const families: Family[] = [];
    hub.pushesTo.url = firstTaker!.url;

    // New letters come until each of those that send has met its step.
    for (let wave = 0; wave < 30 && senders.some(({ child }) => child.signalCode === null); wave += 1) {
      for (let nth = 0; nth < 4; nth += 1) families.push(await order());
      await eventually(() => expect(senders.every(({ child }) => child.signalCode !== null)).toBe(true), {
        within: 2000,
      }).catch(untilTheNextWave);
    }
    for (const sender of senders) await dies(sender);
    await dies(firstTaker!);
    hub.pushesTo.url = secondTaker!.url;
    await dies(secondTaker!);
    hub.pushesTo.url = survivor!.url;

    for (const { childId, guardians } of families) {
      await eventually(async () => expect((await hub.states(childId))[0]?.state).toBe('delivered'), { within: 60_000 });
      const { letters, calls } = await hub.received(guardians[0]!.cpr);
      expect(letters).toHaveLength(1);
      expect(calls.filter(({ outcome }) => outcome === 'accepted')).toHaveLength(1);
      const told = (await hub.types(childId)).filter((type) => type !== 'letter.unknown');
      expect(told).toEqual(['letter.submitted', 'letter.delivered']);
    }
  });

  /** Not all of them have met a letter yet. */
  const untilTheNextWave = () => undefined;

  const dies = ({ child }: Instance) => eventually(() => expect(child.signalCode).toBe('SIGKILL'), { within: 30_000 });

  async function order(): Promise<Family> {
    const family = hub.family(1);
    const letter = {
      letterId: randomUUID() as string as LetterId,
      messageUuid: randomUUID(),
      municipality: 'K1',
      childId: family.childId as ChildId,
      guardianId: family.guardians[0]!.guardianId as GuardianId,
      kind: 'first_share' as const,
      requestedAt: hub.standInClock.now().subtract({ seconds: 1 }),
      traceparent: null,
      causedBy: randomUUID(),
    };
    await new UnitOfWork(hub.database.dataSource).run((tx) => new LetterStore().order(tx, [letter]));
    return family;
  }

  /** Starts the service as it is deployed and answers when it is ready; its own log line says where it listens. */
  function start(killAt: string | undefined): Promise<Instance> {
    const env = { ...process.env, ...hub.environment, ...(killAt ? { HUB_KILL_AT: killAt } : {}), HUB_LOG: 'info' };
    const child = spawn(process.execPath, ['--import', join(root, 'dist/libs/observability/src/preload.js'), main], {
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
      cwd: root,
    });
    started.push(child);
    let said = '';
    child.stdout!.on('data', (text: Buffer) => (said += text.toString()));
    return eventually(
      () => {
        const port = /"port":(\d+),"msg":"Ready"/.exec(said)?.[1];
        if (!port) throw new Error('The service did not start');
        return { url: `http://127.0.0.1:${port}`, child };
      },
      { within: 60_000 },
    );
  }
});

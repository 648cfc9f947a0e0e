import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { eventually } from '#testing/eventually.js';
import { RunningNotifications } from '../running-notifications.fixture.js';

jest.setTimeout(90_000);

const root = join(dirname(fileURLToPath(import.meta.url)), '../../../..');
const main = join(root, 'dist/apps/notifications/src/main.js');

/** Every durable step of a letter. Each is passed by the main chain, so each process that is told to die there does. */
const steps = [
  'letters.before-try-recorded',
  'letters.after-try-recorded',
  'letters.after-send',
  'letters.after-answer-recorded',
  'letters.before-receipt-committed',
  'letters.after-receipt',
];

describe('a process killed in the middle of a letter', () => {
  let hub: RunningNotifications;
  let victim: ChildProcess | null = null;

  beforeAll(async () => {
    if (!existsSync(main))
      throw new Error('The tests use the compiled service: run `npm run build` first (`npm test` does)');
    // The hub in this process only lends its surroundings: it is stopped, and processes of their own do the work.
    hub = await RunningNotifications.start('kill_points', '2026-06-01T08:05:00Z', { QUESTION_PAUSES: 'PT0.2S,PT1S' });
    await hub.service.close();
  });

  afterEach(async () => {
    if (victim && victim.exitCode === null && victim.signalCode === null) {
      const gone = once(victim, 'exit');
      victim.kill('SIGKILL');
      await gone;
    }
  });

  afterAll(() => hub.close());

  it.each(steps)('at %s leaves a letter that goes out exactly once', async (step) => {
    const family = hub.family(1);
    const first = await start(step);
    await hub.share(family);
    await eventually(() => expect(first.signalCode).not.toBeNull(), { within: 30_000 });
    expect(first.signalCode).toBe('SIGKILL');

    await start();
    await eventually(async () => expect((await hub.states(family.childId))[0]?.state).toBe('delivered'), {
      within: 30_000,
    });
    const { letters, calls } = await hub.received(family.guardians[0]!.cpr);
    expect(letters).toHaveLength(1);
    expect(calls.filter(({ outcome }) => outcome === 'accepted')).toHaveLength(1);
    const types = await hub.types(family.childId);
    for (const type of ['letter.requested', 'letter.submitted', 'letter.delivered'])
      expect(types.filter((each) => each === type)).toHaveLength(1);
  });

  async function start(killAt?: string): Promise<ChildProcess> {
    const env = {
      ...process.env,
      ...hub.environment,
      PORT: String(hub.port),
      KAFKAJS_NO_PARTITIONER_WARNING: '1',
      HUB_LOG: 'warn',
    };
    const child = spawn(process.execPath, ['--import', join(root, 'dist/libs/observability/src/preload.js'), main], {
      env: killAt ? { ...env, HUB_KILL_AT: killAt } : env,
      stdio: ['ignore', 'ignore', 'inherit'],
      cwd: root,
    });
    victim = child;
    await eventually(
      async () => {
        if (child.exitCode !== null) throw new Error('The service did not start');
        const answer = await fetch(`http://127.0.0.1:${hub.port}/health/ready`);
        if (!answer.ok) throw new Error(`The service is not ready: ${answer.status}`);
      },
      { within: 30_000 },
    );
    return child;
  }
});

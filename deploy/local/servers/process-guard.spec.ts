import { existsSync } from 'node:fs';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ManagedProcess } from './managed-process.js';
import { ProcessGuard } from './process-guard.js';

async function sleeper(guard: ProcessGuard, script = 'echo awake; sleep 60'): Promise<ManagedProcess> {
  const folder = await mkdtemp(join(tmpdir(), 'guard-'));
  const logFile = join(folder, 'sleeper.log');
  const child = new ManagedProcess({ name: 'sleeper', command: '/bin/sh', args: ['-c', script], logFile, guard });
  // The shell must have set its traps before anybody ends it.
  while (!(await readFile(logFile, 'utf8')).includes('awake')) await new Promise((resolve) => setImmediate(resolve));
  return child;
}

describe('the process guard', () => {
  it('ends what it watches when its input closes, as it does when we are killed', async () => {
    const guard = new ProcessGuard();
    const child = await sleeper(guard);
    await guard.close();
    expect(await child.exited).toBe('SIGTERM');
  });

  it('leaves alone what it was told to forget', async () => {
    const guard = new ProcessGuard();
    const child = await sleeper(guard);
    guard.forget(child.pid);
    await guard.close();
    expect(child.running).toBe(true);
    await child.kill();
  });

  it('removes the folder of a throw-away run', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'throw-away-'));
    const guard = new ProcessGuard(folder);
    await guard.close();
    expect(existsSync(folder)).toBe(false);
  });
});

describe('a managed process', () => {
  it('is killed when it does not end in good order in time', async () => {
    const guard = new ProcessGuard();
    const child = await sleeper(guard, "trap '' TERM; echo awake; while true; do sleep 0.05; done");
    expect(await child.stop(200)).toBe('SIGKILL');
    await guard.close();
  });

  it('tells that its program is not there', async () => {
    const guard = new ProcessGuard();
    const logFile = join(await mkdtemp(join(tmpdir(), 'guard-')), 'nobody.log');
    const child = new ManagedProcess({ name: 'nobody', command: '/no/such/program', args: [], logFile, guard });
    expect(await child.exited).toMatch(/ENOENT/);
    expect(child.running).toBe(false);
    await guard.close();
  });
});

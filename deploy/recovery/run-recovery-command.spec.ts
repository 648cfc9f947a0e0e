import { describe, expect, it } from '@jest/globals';
import { CommandError } from '../local/command-error.js';
import { runRecoveryCommand } from './run-recovery-command.js';

/** What a command says to standard output, or why it is refused, and with which exit code. */
async function give(...args: string[]): Promise<{ exitCode: number; said: string }> {
  const lines: string[] = [];
  const output = { say: (line: string) => void lines.push(line), progress: () => undefined };
  try {
    return { exitCode: await runRecoveryCommand(args, {}, output), said: lines.join('\n') };
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return { exitCode: error.exitCode, said: error.message };
  }
}

describe('a command for whoever runs the servers', () => {
  it('says what there is, and what each takes', async () => {
    const all = await give('--help');
    expect(all.exitCode).toBe(0);
    expect(await give()).toEqual(all);
    for (const name of ['read-again', 'publish-again', 'grow-partitions']) {
      expect(all.said).toContain(`  ${name}`);
      const one = await give(name, '--help');
      expect(one).toMatchObject({ exitCode: 0, said: expect.stringContaining(`main.js ${name}`) });
      expect(one.said).toContain('--dry-run');
    }
  });

  it.each([
    [['rewind'], 'There is no command rewind.'],
    [['read-again', '--service', 'screening', '--since', 'beginning'], "Unknown option '--since'"],
    [['read-again', '--from', 'beginning'], 'Say which service: --service, one of consent, '],
    [['read-again', '--service', 'stand-ins', '--from', 'beginning'], 'Say which service'],
    [['read-again', '--service', 'screening'], 'Say from when, with the zone'],
    [['read-again', '--service', 'screening', '--from', '2026-11-01T09:00'], 'Say from when, with the zone'],
    [['read-again', '--service', 'screening', '--from', '2999-01-01T00:00:00Z'], '--from lies in the future.'],
    [['read-again', '--service', 'screening', '--from', 'beginning'], 'KAFKA_BROKERS is missing'],
    [['publish-again', '--from', 'beginning'], 'DATABASE_URL is missing'],
    [['publish-again', '--from', 'yesterday'], 'Say from when, with the zone'],
    [['grow-partitions'], 'Say how many: --partitions 12'],
    [['grow-partitions', '--partitions', '1000'], 'at most 200'],
    [['grow-partitions', '--partitions', '12', 'now'], "Unexpected argument 'now'"],
  ])('does nothing when it is given wrongly: %j', async (args, says) => {
    const { exitCode, said } = await give(...args);
    expect(exitCode).toBe(2);
    expect(said).toContain(says);
    expect(said).toContain('Nothing was done.');
  });
});

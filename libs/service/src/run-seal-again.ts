import type { DataSource } from 'typeorm';
import { mustOpenAll } from './must-open-all.js';
import { SealAgain } from './seal-again.js';
import type { SealedTable } from './sealed-table.js';
import type { SealingKeys } from './sealing-keys.js';

/**
 * The command that seals again, with its progress on standard output: the third step of a change of keys. Ends with 0 when nothing is left
 * that another key sealed, with 1 when it was stopped before. Closes the connection.
 */
export async function runSealAgain(
  dataSource: DataSource,
  tables: readonly SealedTable[],
  keys: SealingKeys,
  setting: string,
): Promise<void> {
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stopping.abort());
  try {
    await mustOpenAll(dataSource, tables, keys, setting);
    const again = new SealAgain(dataSource, tables, keys);
    process.stdout.write(`${await again.left()} rows are sealed with another key\n`);
    const done = await again.run((left) => process.stdout.write(`${left} left\n`), stopping.signal);
    const left = await again.left();
    process.stdout.write(
      left === 0
        ? `${done} sealed again, none left: OTHER_${setting} is no longer needed\n`
        : `Stopped: ${done} sealed again, ${left} left. Give the command again to go on.\n`,
    );
    process.exitCode = left === 0 ? 0 : 1;
  } finally {
    await dataSource.destroy();
  }
}

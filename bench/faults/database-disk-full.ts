import { join } from 'node:path';
import { rename, symlink, unlink } from 'node:fs/promises';
import type { Fault } from '../campaign/fault.js';
import type { FaultGround } from '../campaign/fault-ground.js';

/** Services in whose transactions the disk is full: where entries come in, and where results are kept. */
const databases = ['novax_adapter', 'screening'];

const MAKE = `
  create table full_disk (filler text);
  create function fill_disk() returns trigger language plpgsql security definer
    set search_path = public, pg_temp as $$ begin insert into full_disk values ('x'); return null; end $$`;
const BEGIN = 'create trigger full_disk after insert on outbox for each statement execute function fill_disk()';
const END = 'drop trigger full_disk on outbox; drop function fill_disk(); drop table full_disk';

/**
 * A disk that is full without being so: the file of an empty table is swapped for /dev/full, to which the kernel answers ENOSPC at every
 * write. A trigger writes to that table in the service's own transaction, so that PostgreSQL really fails it with 53100.
 */
export const databaseDiskFull: Fault = {
  name: 'database-disk-full',
  does: "PostgreSQL answers 53100 (no space left on device) when a service's transaction appends to its outbox.",
  mustHold: 'The intake answers 503 and never acknowledges falsely; it goes on when there is space again.',
  ground: 'one-broker',
  rounds: 3,
  round: (stage) =>
    stage.life(async (stream) => {
      const { ground } = stage;
      const files = await Promise.all(databases.map((database) => fullFile(ground, database)));
      await Promise.all(databases.map((database) => ground.sql(database, BEGIN)));
      await stage.wait(500);
      await stage.intakeIsUnavailable(stream);
      await stage.wait(stage.between(2_000, 5_000));
      await Promise.all(files.map((restore) => restore()));
      await Promise.all(databases.map((database) => ground.sql(database, END)));
    }),
};

/** @returns how to put the table's own file back */
async function fullFile(ground: FaultGround, database: string): Promise<() => Promise<void>> {
  const where = `select current_setting('data_directory') as folder, pg_relation_filepath('full_disk') as file`;
  const [{ folder, file }] = await ground.sql(database, MAKE, where);
  const path = join(folder, file);
  await rename(path, `${path}.aside`);
  await symlink('/dev/full', path);
  const answer = await ground.sql(database, `insert into full_disk values ('x')`).catch((error: unknown) => error);
  const { code } = answer as { code?: string };
  if (code !== '53100')
    throw new Error(`PostgreSQL answers ${code ?? 'nothing'} instead of 53100 where the disk is full`);
  return async () => {
    await unlink(path);
    await rename(`${path}.aside`, path);
  };
}

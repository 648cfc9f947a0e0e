import type { Fault } from '../campaign/fault.js';

export const databaseReadOnly: Fault = {
  name: 'database-read-only',
  does: 'PostgreSQL answers every write with 25006 (ALTER SYSTEM SET default_transaction_read_only), as after a fail-over to a standby.',
  mustHold: 'The intake answers 503 and never acknowledges falsely; it goes on when writing is possible again.',
  ground: 'one-broker',
  rounds: 3,
  round: (stage) =>
    stage.life(async (stream) => {
      const write = (setting: string) =>
        stage.ground.sql('postgres', `alter system ${setting}`, 'select pg_reload_conf()');
      await write('set default_transaction_read_only = on');
      await stage.wait(1_000);
      await stage.intakeIsUnavailable(stream);
      await stage.wait(stage.between(1_000, 4_000));
      await write('reset default_transaction_read_only');
    }),
};

import type { Fault } from '../campaign/fault.js';

export const databaseKilled: Fault = {
  name: 'database-killed',
  does: 'PostgreSQL is killed with -9 under a stream of results and started again after 1 to 4 seconds.',
  mustHold: 'The intake answers 503 and never acknowledges falsely; all services come back by themselves.',
  ground: 'one-broker',
  rounds: 5,
  round: (stage) =>
    stage.life(async (stream) => {
      const postgres = stage.ground.servers.postgres!;
      await postgres.kill();
      await stage.intakeIsUnavailable(stream);
      await stage.wait(stage.between(1_000, 4_000));
      await postgres.start();
    }),
};

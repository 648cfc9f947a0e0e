import type { Fault } from '../campaign/fault.js';

const databases = ['novax_adapter', 'screening', 'consent', 'notifications', 'operations'];
const tables: Record<string, string> = { operations: 'inbox' };
const SLOW = `
  create function take_long() returns trigger language plpgsql as $$ begin perform pg_sleep(0.4); return null; end $$;
  create trigger take_long after insert on TABLE for each statement execute function take_long()`;
const END = 'drop trigger take_long on TABLE; drop function take_long()';

export const databaseSlow: Fault = {
  name: 'database-slow',
  does: 'In every service each statement that appends to the outbox takes 400 ms longer (pg_sleep in a trigger), for 12 seconds.',
  mustHold: 'Receipts go on, slowly.',
  ground: 'one-broker',
  rounds: 2,
  round: (stage) =>
    stage.life(async () => {
      const everywhere = (statement: string) =>
        Promise.all(
          databases.map((database) =>
            stage.ground.sql(database, statement.replace('TABLE', tables[database] ?? 'outbox')),
          ),
        );
      await everywhere(SLOW);
      await stage.goesOnAcknowledging(12_000);
      await everywhere(END);
    }),
};

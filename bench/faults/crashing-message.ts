import type { Fault } from '../campaign/fault.js';
import type { FaultStage } from '../campaign/fault-stage.js';
import { HeldRecord } from './held-record.js';

const CODE = 'CRASHED_THE_PROCESS';
/** The hub takes an event for the culprit when so many processes died with it in hand (10), and one with its batch. */
const ENOUGH_DEATHS = 14;
const HANGS_WITHIN = `
  select pid from pg_stat_activity
   where datname = 'screening' and usename <> current_user and wait_event_type = 'Lock'`;

export const crashingMessage: Fault = {
  name: 'crashing-message',
  does: 'Screening is killed with -9 each time that it has a certain event in hand, until the hub finds out which event it is.',
  mustHold: 'The event becomes a dead letter and its neighbours go on; replayed afterwards, it has its effect once.',
  ground: 'one-broker',
  rounds: 1,
  round: (stage) =>
    stage.life(async () => {
      const { ground, desk } = stage;
      const family = await stage.visits.register(await ground.outside.babyFamily());
      const first = await stage.visits.sendResult(family.childId, family.child);
      await stage.allVisible();
      const held = await HeldRecord.of(ground, family.childId);
      const second = await stage.visits.sendResult(family.childId, family.child);
      const deaths = await killUntilBuried(stage);
      stage.must(deaths < ENOUGH_DEATHS, `the hub had not found the event after ${deaths} deaths`);
      await held.release();
      const letters = (await desk.deadLetters('screening')).filter(({ code }) => code === CODE);
      const keys = letters.map(({ key }) => key);
      stage.must(keys.length === 1 && keys[0] === family.childId, `dead letters are about ${keys.join() || 'nobody'}`);
      await desk.replay(
        'screening',
        letters.map(({ id }) => id),
      );
      stage.families.push({ ...family, results: [first, second] });
    }),
};

/** @returns how often screening died */
async function killUntilBuried({ ground, desk }: FaultStage): Promise<number> {
  // The sessions of those who died go on waiting for a while.
  const known = new Set<number>();
  for (let deaths = 0; deaths < ENOUGH_DEATHS; deaths++) {
    const outcome = await ground.doors.until('screening with the event in hand', async () => {
      const waiting = (await ground.sql('screening', HANGS_WITHIN)).map(({ pid }) => pid);
      if (waiting.some((pid) => !known.has(pid))) {
        for (const pid of waiting) known.add(pid);
        return 'in hand';
      }
      return (await desk.deadLetters('screening')).some(({ code }) => code === CODE) ? 'buried' : null;
    });
    if (outcome === 'buried') return deaths;
    await ground.hub.kill('screening');
    await ground.hub.restart('screening');
  }
  return ENOUGH_DEATHS;
}

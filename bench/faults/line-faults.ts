import type { Fault } from '../campaign/fault.js';
import type { FaultGround } from '../campaign/fault-ground.js';
import type { FaultStage } from '../campaign/fault-stage.js';
import type { LineState } from '../campaign/network-line.js';

const SLOW_DATABASE_MS = 25;
const SLOW_BROKER_MS = 150;

type Lines = (ground: FaultGround) => FaultGround['brokerLines'];
const toDatabase: Lines = ({ databaseLine }) => [databaseLine];
const toBroker: Lines = ({ brokerLines }) => brokerLines;

/** Puts lines into a state while something holds or goes by. */
async function during(stage: FaultStage, lines: Lines, state: LineState, held: () => Promise<unknown>): Promise<void> {
  const all = lines(stage.ground);
  for (const line of all) line.set(state);
  try {
    await held();
  } finally {
    for (const line of all) line.set('open');
  }
}

const oneBroker = { ground: 'one-broker' } as const;

/** The network between the services and their servers, by itself: the servers live on. */
export const lineFaults: readonly Fault[] = [
  {
    ...oneBroker,
    name: 'database-line-cut',
    does: 'All connections of all services to PostgreSQL are reset and refused for 1 to 5 seconds.',
    mustHold: 'The intake answers 503 and never acknowledges falsely; all services come back by themselves.',
    rounds: 3,
    round: (stage) =>
      stage.life((stream) =>
        during(stage, toDatabase, 'cut', async () => {
          await stage.wait(stage.between(500, 2_500));
          await stage.intakeIsUnavailable(stream);
          await stage.wait(stage.between(500, 2_500));
        }),
      ),
  },
  {
    ...oneBroker,
    name: 'database-line-frozen',
    does: 'The connections to PostgreSQL stay, and nothing passes, for 45 seconds: longer than any statement may take.',
    mustHold: 'No false receipts; all services come back by themselves.',
    rounds: 1,
    round: (stage) => stage.life(() => during(stage, toDatabase, 'frozen', () => stage.wait(45_000))),
  },
  {
    ...oneBroker,
    name: 'database-line-frozen-shortly',
    does: 'The connections to PostgreSQL stay, and nothing passes, for 10 seconds: what waits goes on afterwards.',
    mustHold: 'No false receipts; all services come back by themselves.',
    rounds: 1,
    round: (stage) => stage.life(() => during(stage, toDatabase, 'frozen', () => stage.wait(10_000))),
  },
  {
    ...oneBroker,
    name: 'database-line-slow',
    does: `Every piece between services and PostgreSQL takes ${SLOW_DATABASE_MS} ms in either direction, for 10 seconds.`,
    mustHold: 'Receipts go on, slowly.',
    rounds: 2,
    round: (stage) =>
      stage.life(() =>
        during(stage, toDatabase, { slowMs: SLOW_DATABASE_MS }, () => stage.goesOnAcknowledging(10_000)),
      ),
  },
  {
    ...oneBroker,
    name: 'broker-line-cut',
    does: 'All connections of all services to Kafka are reset and refused for 2 to 8 seconds.',
    mustHold: 'Receipts go on.',
    rounds: 3,
    round: (stage) =>
      stage.life(() => during(stage, toBroker, 'cut', () => stage.goesOnAcknowledging(stage.between(2_000, 8_000)))),
  },
  {
    ...oneBroker,
    name: 'broker-line-frozen',
    does: 'The connections to Kafka stay, and nothing passes, for 25 seconds: longer than any request may take.',
    mustHold: 'Receipts go on.',
    rounds: 1,
    round: (stage) => stage.life(() => during(stage, toBroker, 'frozen', () => stage.goesOnAcknowledging(25_000))),
  },
  {
    ...oneBroker,
    name: 'broker-line-frozen-shortly',
    does: 'The connections to Kafka stay, and nothing passes, for 5 seconds: what waits goes on afterwards.',
    mustHold: 'Receipts go on.',
    rounds: 1,
    round: (stage) => stage.life(() => during(stage, toBroker, 'frozen', () => stage.goesOnAcknowledging(5_000))),
  },
  {
    ...oneBroker,
    name: 'broker-line-slow',
    does: `Every piece between services and Kafka takes ${SLOW_BROKER_MS} ms in either direction, for 10 seconds.`,
    mustHold: 'Receipts go on.',
    rounds: 2,
    round: (stage) =>
      stage.life(() => during(stage, toBroker, { slowMs: SLOW_BROKER_MS }, () => stage.goesOnAcknowledging(10_000))),
  },
];

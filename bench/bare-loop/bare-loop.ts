import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { Kafka, logLevel } from 'kafkajs';
import type { ReportStream } from '../report-stream.js';
import { sendReports } from '../send-reports.js';
import { withTables } from './tables.js';

const TOPIC = 'bare-loop';
const PARTITIONS = 6;

export interface BareLoopOptions {
  readonly databaseUrl: string;
  readonly brokers: readonly string[];
  readonly stream: ReportStream;
  readonly reports: number;
  readonly callers: number;
}

/**
 * What PostgreSQL, Kafka and Node can do with the same reports on the same machine, without anything that makes a hub of them: no framework,
 * no judging, no sealing, no access, no trace, no order per child. Reports a second from the first sent to the last one stored as a result.
 */
export async function bareLoopPerSecond({
  databaseUrl,
  brokers,
  stream,
  reports,
  callers,
}: BareLoopOptions): Promise<number> {
  const admin = new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic: TOPIC, numPartitions: PARTITIONS }], waitForLeaders: true });
  try {
    return await withTables(databaseUrl, async (client) => {
      const start = (name: string) =>
        fork(new URL(`./${name}.js`, import.meta.url), [databaseUrl, brokers.join(','), TOPIC]);
      const [border, recorder] = [start('border'), start('recorder')];
      try {
        const [[told]] = await Promise.all([once(border, 'message'), once(recorder, 'message')]);
        const { port } = told as { port: number };
        const stored = async (): Promise<number> =>
          Number((await client.query<{ n: string }>('select count(*) as n from bare_loop.result')).rows[0]!.n);
        const run = async (count: number): Promise<number> => {
          const before = await stored();
          const startMs = performance.now();
          const sent = await sendReports({
            url: `http://127.0.0.1:${port}/`,
            token: async () => '',
            contentType: 'application/fhir+json',
            next: stream.take(count),
            callers,
          });
          if (sent.acknowledged < count) throw new Error(`The bare loop refused ${JSON.stringify([...sent.refused])}`);
          while ((await stored()) < before + count) await pause(20);
          return count / ((performance.now() - startMs) / 1000);
        };
        await run(Math.ceil(reports / 4));
        return await run(reports);
      } finally {
        border.disconnect();
        recorder.disconnect();
        await Promise.all([once(border, 'exit'), once(recorder, 'exit')]);
      }
    });
  } finally {
    await admin.deleteTopics({ topics: [TOPIC] });
    await admin.disconnect();
  }
}

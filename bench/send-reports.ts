import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { Ledger } from './ledger.js';

export interface Report {
  readonly recordId: string;
  readonly body: string;
}

export interface SendOptions {
  readonly url: string;
  readonly token: () => Promise<string>;
  readonly contentType: string;
  readonly next: () => Report | null;
  readonly callers: number;
  /** Reports a second over all callers; absent: as fast as they are answered. */
  readonly rate?: number;
  /** Where each report and its acknowledgement is written down, if anywhere. */
  readonly ledger?: Ledger;
}

export interface Sent {
  readonly acknowledged: number;
  readonly refused: ReadonlyMap<string, number>;
  readonly seconds: number;
}

/** Sends reports from so many callers until there is none left; a 503 or a broken line is tried again with the same report. */
export async function sendReports(options: SendOptions): Promise<Sent> {
  const agent = new Agent({ keepAlive: true, maxSockets: options.callers });
  const start = performance.now();
  const refused = new Map<string, number>();
  let acknowledged = 0;
  let given = 0;
  const caller = async (): Promise<void> => {
    for (;;) {
      const report = options.next();
      if (!report) return;
      const turn = given;
      given += 1;
      if (options.rate !== undefined) {
        const early = start + (turn * 1000) / options.rate - performance.now();
        if (early > 0) await pause(early);
      }
      const entry = options.ledger?.sent(report.recordId);
      const status = await untilAnswered(agent, options, report);
      if (status === 200 || status === 201) {
        if (entry) entry.acknowledgedAtMs = performance.now();
        acknowledged += 1;
      } else {
        refused.set(String(status), (refused.get(String(status)) ?? 0) + 1);
      }
    }
  };
  await Promise.all(Array.from({ length: options.callers }, caller));
  agent.destroy();
  return { acknowledged, refused, seconds: (performance.now() - start) / 1000 };
}

async function untilAnswered(agent: Agent, options: SendOptions, report: Report): Promise<number> {
  for (;;) {
    const status = await post(agent, options, await options.token(), report.body).catch(() => 503);
    if (status !== 503) return status;
    await pause(100);
  }
}

function post(agent: Agent, { url, contentType }: SendOptions, token: string, body: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const call = request(
      url,
      {
        method: 'POST',
        agent,
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': contentType,
          'content-length': Buffer.byteLength(body),
        },
        timeout: 30_000,
      },
      (answer) => {
        answer.resume();
        answer.once('end', () => resolve(answer.statusCode ?? 0));
        answer.once('error', reject);
      },
    );
    call.once('timeout', () => call.destroy(new Error('no answer')));
    call.once('error', reject);
    call.end(body);
  });
}

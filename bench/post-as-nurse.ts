import { randomUUID } from 'node:crypto';
import type { BenchHub } from './bench-hub.js';

/** Posts as the nurse would; throws with the answer when it is not taken. */
export async function postAsNurse(bench: BenchHub, url: string, body: object): Promise<Record<string, string>> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
      authorization: `Bearer ${await bench.nurseToken()}`,
    },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as Record<string, string>;
}

import type { BenchHub } from './bench-hub.js';
import type { BenchChild } from './report-stream.js';

const atOnce = 16;

/** Brings generated families into the register and their children into the hub, through the doors that a nurse would use; what is answered 503 is sent again. */
export async function registerFamilies(
  bench: BenchHub,
  count: number,
  say: (line: string) => void,
): Promise<BenchChild[]> {
  const { hub } = bench;
  const firstBirth = new Date(Date.now() - 300 * 86_400_000).toISOString().slice(0, 10);
  const answer = await fetch(`${hub.urls['stand-ins']}/control/custody-register/generated-families`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ count, firstBirth }),
  });
  const { families } = (await answer.json()) as { families: { child: string; guardians: [string, string] }[] };
  const waiting = [...families];
  let done = 0;
  const register = async (): Promise<void> => {
    for (let family = waiting.pop(); family; family = waiting.pop()) {
      const response = await fetch(`${hub.urls.consent}/children`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${await bench.nurseToken()}` },
        body: JSON.stringify({ cpr: family.child, healthVisitingUnit: 'HV-1' }),
      });
      const text = await response.text();
      if (response.status === 503) {
        waiting.push(family);
        continue;
      }
      if (!response.ok) throw new Error(`A child could not be registered: ${response.status} ${text}`);
      done += 1;
      if (done % 500 === 0) say(`  ${done} of ${count}`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, register));
  return families.map(({ child, guardians }) => ({ child, mother: guardians[0] }));
}

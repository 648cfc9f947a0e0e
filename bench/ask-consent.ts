import type { BenchHub } from './bench-hub.js';
import { postAsNurse } from './post-as-nurse.js';

/** Asks the guardians of a child for their consent to pass a result on to the day care. */
export async function askConsent(bench: BenchHub, childId: string): Promise<void> {
  const validUntil = new Date(Date.now() + 60 * 86_400_000).toISOString().slice(0, 10);
  const wanted = { type: 'pass_on_to_daycare', documentKinds: ['adbb_result'], receiver: 'DC-A', validUntil };
  await postAsNurse(bench, `${bench.hub.urls.consent}/children/${childId}/consents`, wanted);
}

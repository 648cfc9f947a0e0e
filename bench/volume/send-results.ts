import type { BenchHub } from '../bench-hub.js';
import type { Ledger } from '../ledger.js';

const CALLERS = 64;
const ITEMS = {
  '1facialExpression': 1,
  '2eyeContact': 0,
  '3generalLevelOfActivity': 0,
  '4selfStimulatingGestures': 0,
  '5vocalizations': 1,
  '6brisknessOfResponseToStimulation': 0,
  '7relationship': 0,
  '8attraction': 0,
};

/** A result of one child through the journal's door, until it is acknowledged; small, so that many can be taken in within minutes. */
export async function sendResult(bench: BenchHub, ledger: Ledger, childCpr: string, recordId: string): Promise<void> {
  const observedAt = new Date(Date.now() - 86_400_000).toISOString();
  const body = JSON.stringify({
    recordId,
    version: 1,
    childCpr,
    observedAt,
    observerCertified: true,
    items: ITEMS,
    total: 2,
  });
  const entry = ledger.sent(recordId, childCpr);
  for (;;) {
    const answer = await fetch(`${bench.hub.urls['novax-adapter']}/novax/results`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${await bench.hub.tokenFor('journal-k1')}`,
      },
      body,
    }).catch(() => null);
    const text = (await answer?.text()) ?? '';
    if (answer?.ok) break;
    if (answer && answer.status !== 503) throw new Error(`A result was answered ${answer.status} ${text}`);
  }
  entry.acknowledgedAtMs = performance.now();
}

/** So many results in all, each child's one after the other, so that their order can be told afterwards. */
export async function sendResults(
  bench: BenchHub,
  ledger: Ledger,
  children: readonly string[],
  { name, count, say }: { name: string; count: number; say: (line: string) => void },
): Promise<void> {
  let sent = 0;
  const caller = async (of: readonly string[]): Promise<void> => {
    for (let nth = 0; sent < count; nth++) {
      sent += 1;
      const own = sent;
      await sendResult(bench, ledger, of[nth % of.length]!, `${name}-${own}`);
      if (own % 10_000 === 0) say(`  ${own} of ${count} taken in`);
    }
  };
  const shares = Array.from({ length: CALLERS }, (_, nth) => children.filter((__, at) => at % CALLERS === nth));
  await Promise.all(shares.map(caller));
}

import { Temporal } from 'temporal-polyfill';
import type { ServiceName } from './service-name.js';

const ITEMS = {
  '1facialExpression': 1,
  '2eyeContact': 0,
  '3generalLevelOfActivity': 0,
  '4selfStimulatingGestures': 0,
  '5vocalizations': 0,
  '6brisknessOfResponseToStimulation': 1,
  '7relationship': 0,
  '8attraction': 0,
};

/** The addresses to open and three commands to try, for the terminal; the result is one the adapter takes. */
export function whatToTry(urls: Record<ServiceName, string>, job: { childCpr: string; traceId: string }): string {
  const result = JSON.stringify({
    recordId: `TRY-${Temporal.Now.instant().epochMilliseconds}`,
    version: 1,
    childCpr: job.childCpr,
    observedAt: Temporal.Now.instant().round('second').toString(),
    items: ITEMS,
    total: 2,
    observerCertified: true,
  });
  return `
Open in a browser
  ${urls.operations}/   the chain of every entry (user name: ops)

Try in another terminal
  curl -s ${urls['novax-adapter']}/fhir/metadata
  curl -s -H "Authorization: Bearer $(npm run -s token -- ops)" ${urls.operations}/chains/${job.traceId}
  curl -s -H "Authorization: Bearer $(npm run -s token -- journal-k1)" -H 'Content-Type: application/json' -d '${result}' ${urls['novax-adapter']}/novax/results

Reports of your own: npm run report -- FILE...
Ctrl-C ends everything.`;
}

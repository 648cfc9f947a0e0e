import { Temporal } from 'temporal-polyfill';
import type { MainJob } from './main-job.js';
import { projectRoot } from './project-root.js';
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

/** A legal parent in people.json who holds no custody. */
const WITHOUT_CUSTODY = { cpr: '7204871143', name: 'Simon Lundekær' };

/** For a shell, from any folder. */
const quoted = (text: string): string => (/^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);
const token = (who: string): string => `$(npm --prefix ${quoted(projectRoot)} run -s token -- ${who})`;

/** The addresses to open, whom to log in as, and three commands to try, for the terminal; the result is one the adapter takes. */
export function whatToTry(urls: Record<ServiceName, string>, job: MainJob): string {
  const result = JSON.stringify({
    recordId: `TRY-${Temporal.Now.instant().epochMilliseconds}`,
    version: 1,
    childCpr: job.childCpr,
    observedAt: Temporal.Now.instant().round('second').toString(),
    items: ITEMS,
    total: 2,
    observerCertified: true,
  });
  const people = [
    ...job.guardians.map((guardian) => ({ ...guardian, who: 'a guardian who can read the shared summary' })),
    { ...WITHOUT_CUSTODY, who: 'a parent without custody' },
  ].map(({ cpr, name, who }) => `    ${cpr}  ${name}, ${who}`);
  return `
Open in a browser
  ${urls['parent-portal']}/portal   the parent portal; log in with one of these numbers:
${people.join('\n')}
  ${urls.operations}/   the chain of every entry; log in as ops

Try in another terminal (child and parents are invented and have replacement numbers)
  curl -s ${urls['novax-adapter']}/fhir/metadata
  curl -s -H "Authorization: Bearer ${token('ops')}" ${urls.operations}/chains/${job.traceId}
  curl -s -H "Authorization: Bearer ${token('journal-k1')}" -H 'Content-Type: application/json' -d '${result}' ${urls['novax-adapter']}/novax/results

Reports of your own: npm --prefix ${quoted(projectRoot)} run report -- FILE...
Ctrl-C ends everything.`;
}

import type { ServiceName } from './service-name.js';

/** The addresses to open and three commands to try, for the terminal. */
export function whatToTry(urls: Record<ServiceName, string>): string {
  return `
Open in a browser
  ${urls.operations}/                 the chain of every entry (log in as ops)
  ${urls['novax-adapter']}/fhir/metadata    what journal systems can send

Try in another terminal
  curl -s ${urls['novax-adapter']}/fhir/metadata
  curl -s -H "Authorization: Bearer $(npm run -s token -- ops)" ${urls.operations}/chains
  curl -s -X POST -H "Authorization: Bearer $(npm run -s token -- journal-k1)" -H 'Content-Type: application/json' \\
    -d '{"recordId":"NVX-1","version":1}' ${urls['novax-adapter']}/novax/results

Send reports of your own: npm run report -- FILE...
Ctrl-C ends everything.`;
}

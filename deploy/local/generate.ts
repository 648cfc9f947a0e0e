import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { asyncApi } from '#contracts/asyncapi.js';
import { eventsPage } from '#contracts/events-page.js';
import type { DescribedDoor } from '#service/doors-of.js';
import { openApi } from '#service/openapi.js';
import { accessMatrixMarkdown } from '../../apps/consent/src/access/access-matrix.page.js';
import { doorsPage } from './doors-page.js';
import { hubDoors, hubServiceNames, type HubServiceName } from './hub-doors.js';
import { projectRoot } from './project-root.js';
import { telemetryPage } from './telemetry-page.js';

const docs = join(projectRoot, 'docs');

/** What each service is for; the stand-ins are no part of the product and get no document. */
const SUMMARIES: Record<HubServiceName, string> = {
  'novax-adapter': 'Takes in what journal systems send: national delivery reports (FHIR R4) and NOVAX results.',
  screening: "Owns the child's record: results, levels, tasks, documents and the timeline.",
  consent: 'Owns children, guardians and custody, and answers: may X see Y now?',
  'parent-portal': 'What guardians see: their children, shared documents, letters and the access log.',
  notifications: 'Letters to guardians by Digital Post or on paper, their receipts and replies.',
  operations: 'The chain of every journal entry, refused entries and dead letters, without personal data.',
};

async function write(path: string, text: string): Promise<void> {
  const there = await readFile(path, 'utf8').catch(() => null);
  if (there === text) return;
  await writeFile(path, text);
  console.log(`written: ${path}`);
}

/** `npm run generate`: AsyncAPI, the pages of events, signals, doors and who may see what, and an OpenAPI document for each service, from what the code declares. */
async function main(): Promise<void> {
  const { version } = JSON.parse(await readFile(join(projectRoot, 'package.json'), 'utf8')) as { version: string };
  await mkdir(join(docs, 'openapi'), { recursive: true });
  await write(join(docs, 'asyncapi.yaml'), stringify(asyncApi(), { aliasDuplicateObjects: false }));
  await write(join(docs, 'events.md'), eventsPage());
  await write(join(docs, 'access-matrix.md'), accessMatrixMarkdown());
  await write(join(docs, 'telemetry.md'), telemetryPage());
  const doors = new Map<HubServiceName, DescribedDoor[]>();
  for (const service of hubServiceNames) doors.set(service, await hubDoors(service));
  await write(join(docs, 'doors.md'), doorsPage(doors));
  for (const [service, ofService] of doors) {
    const document = openApi({ service, version, summary: SUMMARIES[service] }, ofService);
    await write(join(docs, 'openapi', `${service}.yaml`), stringify(document, { aliasDuplicateObjects: false }));
  }
}

await main();

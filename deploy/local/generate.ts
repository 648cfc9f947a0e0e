import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Type } from '@nestjs/common';
import { stringify } from 'yaml';
import { asyncApi } from '#contracts/asyncapi.js';
import { eventsPage } from '#contracts/events-page.js';
import { openApi } from '#service/openapi.js';
import { serviceDoors } from '#service/service-doors.js';
import { projectRoot } from './project-root.js';
import type { ServiceName } from './service-name.js';

const docs = join(projectRoot, 'docs');

/** What each service is for; the stand-ins are no part of the product and get no document. */
const SUMMARIES: Record<Exclude<ServiceName, 'stand-ins'>, string> = {
  'novax-adapter': 'Takes in what journal systems send: national delivery reports (FHIR R4) and NOVAX results.',
  screening: "Owns the child's record: results, levels, tasks, documents and the timeline.",
  consent: 'Owns children, guardians and custody, and answers: may X see Y now?',
  'parent-portal': 'What guardians see: their children, shared documents, letters and the access log.',
  notifications: 'Letters to guardians by Digital Post or on paper, their receipts and replies.',
  operations: 'The chain of every journal entry, refused entries and dead letters, without personal data.',
};

async function moduleOf(service: string): Promise<Type> {
  const file = `../../apps/${service}/src/${service}.service.js`;
  const exported = Object.values((await import(file)) as Record<string, unknown>);
  const definition = exported.find(
    (value): value is { module: Type } => typeof value === 'object' && value !== null && 'module' in value,
  );
  if (definition === undefined) throw new Error(`${file} exports no service definition`);
  return definition.module;
}

async function write(path: string, text: string): Promise<void> {
  const there = await readFile(path, 'utf8').catch(() => null);
  if (there === text) return;
  await writeFile(path, text);
  console.log(`written: ${path}`);
}

/** `npm run generate`: AsyncAPI, the page of events, and an OpenAPI document for each service, from what the code declares. */
async function main(): Promise<void> {
  const { version } = JSON.parse(await readFile(join(projectRoot, 'package.json'), 'utf8')) as { version: string };
  await mkdir(join(docs, 'openapi'), { recursive: true });
  await write(join(docs, 'asyncapi.yaml'), stringify(asyncApi(), { aliasDuplicateObjects: false }));
  await write(join(docs, 'events.md'), eventsPage());
  for (const [service, summary] of Object.entries(SUMMARIES)) {
    const document = openApi({ service, version, summary }, serviceDoors(await moduleOf(service)));
    await write(join(docs, 'openapi', `${service}.yaml`), stringify(document, { aliasDuplicateObjects: false }));
  }
}

await main();

import type { Provider, Type } from '@nestjs/common';
import { eventCatalogue } from '#contracts/event-catalogue.js';
import type { EventContract } from '#contracts/event-contract.js';
import type { ServiceDefinition } from '#service/service-definition.js';
import { nextMigrations } from './next-migrations.js';
import { screeningResultRecordedV2 } from './screening-result-recorded-v2.js';

/** `reads`: knows the event's version 2 and publishes version 1. `publishes`: the version after, which publishes 2. */
export type NextStage = 'reads' | 'publishes';

/**
 * A service as a version after the present one would define it: the present code with more migrations, with stores that write what is new, and
 * with an event in its next major version (decision 0011). Started by tests alone.
 */
export async function nextVersion(service: string, stage: NextStage): Promise<ServiceDefinition> {
  // Before the service is loaded: operations hear whatever stands in the catalogue.
  const catalogue = eventCatalogue as EventContract<unknown>[];
  const place = catalogue.findIndex(({ name }) => name === screeningResultRecordedV2.name);
  catalogue.splice(place + 1, 0, screeningResultRecordedV2 as EventContract<unknown>);
  const exported = (await import(`../../apps/${service}/src/${service}.service.js`)) as Record<
    string,
    ServiceDefinition
  >;
  const definition = Object.values(exported).find((value) => typeof value === 'object' && 'module' in value)!;
  for (const [present, next] of await replaced(service, stage)) replace(definition.module, present, next);
  return { ...definition, migrations: [...definition.migrations, ...(nextMigrations[service] ?? [])] };
}

async function replaced(service: string, stage: NextStage): Promise<[Type, Type][]> {
  if (service === 'novax-adapter') {
    const { IntakeStore } = await import('../../apps/novax-adapter/src/intake/intake.store.js');
    const { NextIntakeStore } = await import('./next-intake.store.js');
    return [[IntakeStore, NextIntakeStore]];
  }
  if (service !== 'screening') return [];
  const { KeptFacts } = await import('../../apps/screening/src/record/kept-facts.store.js');
  const { NextKeptFacts } = await import('./next-kept-facts.store.js');
  if (stage === 'reads') return [[KeptFacts, NextKeptFacts]];
  const { RecordStore } = await import('../../apps/screening/src/record/record.store.js');
  const { NextRecordStore } = await import('./next-record.store.js');
  return [
    [KeptFacts, NextKeptFacts],
    [RecordStore, NextRecordStore],
  ];
}

/** In the list of Nest's `@Module`. */
function replace(module: Type, present: Type, next: Type): void {
  const providers = Reflect.getMetadata('providers', module) as Provider[];
  if (!providers.includes(present)) throw new Error(`${module.name} has no provider ${present.name}`);
  const others = providers.filter((provider) => provider !== present);
  Reflect.defineMetadata('providers', [...others, { provide: present, useClass: next }], module);
}

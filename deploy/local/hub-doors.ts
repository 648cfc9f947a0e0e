import type { Type } from '@nestjs/common';
import type { DescribedDoor } from '#service/doors-of.js';
import { serviceDoors } from '#service/service-doors.js';
import { serviceNames, type ServiceName } from './service-name.js';

/** The services that make up the hub; the stand-ins are no part of the product. */
export type HubServiceName = Exclude<ServiceName, 'stand-ins'>;

export const hubServiceNames: readonly HubServiceName[] = serviceNames.filter((name) => name !== 'stand-ins');

/** Every HTTP door of a service as its code declares it, without starting the service. */
export async function hubDoors(service: HubServiceName): Promise<DescribedDoor[]> {
  const file = `../../apps/${service}/src/${service}.service.js`;
  const exported = Object.values((await import(file)) as Record<string, unknown>);
  const definition = exported.find(
    (value): value is { module: Type } => typeof value === 'object' && value !== null && 'module' in value,
  );
  if (definition === undefined) throw new Error(`${file} exports no service definition`);
  return serviceDoors(definition.module);
}

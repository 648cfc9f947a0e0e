import type { z } from 'zod';
import { classifyError } from '#messaging/handling/classify-error.js';
import { openDoor } from '../local/door.js';
import { CommandError } from '../local/command-error.js';
import { ServiceSilent } from './service-silent.js';

/** The hub as an operator reaches it: its public doors, and a token of a member of staff in the role ops_operator. */
export interface OperatorsHub {
  /** Addresses by service name. */
  readonly urls: Readonly<Record<string, string>>;
  /** Asked before each call: a token lives for minutes, a replay may take longer. */
  readonly token: () => Promise<string>;
  /** The folder of the services' logs; null for a hub that runs elsewhere. */
  readonly logs: string | null;
}

export type Query = Readonly<Record<string, string | undefined>>;

/** One door. Throws DoorRefusal with the hub's own words, ServiceSilent without an answer, CommandError for a service that is not known. */
export async function askHub<T>(
  hub: OperatorsHub,
  service: string,
  path: string,
  schema: z.ZodType<T>,
  { query = {}, body }: { query?: Query; body?: unknown } = {},
): Promise<T> {
  const base = hub.urls[service];
  if (base === undefined)
    throw new CommandError(`There is no service ${service}. Known: ${Object.keys(hub.urls).join(', ')}`);
  const given = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
  const search = given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
  const token = await hub.token();
  return openDoor(`${base}${path}${search}`, { token, schema, body }).catch((error: unknown) => {
    const { errorClass, code } = classifyError(error);
    throw errorClass === 'transient' ? new ServiceSilent(service, code, base, hub.logs) : error;
  });
}

import type { z } from 'zod';
import type { EventContract } from './event-contract.js';

interface EventDefinition<Schema extends z.ZodType> {
  name: string;
  version: number;
  topic: string;
  owner: string;
  summary: string;
  schema: Schema;
  example: z.input<Schema>;
}

/** Declares one event contract; the example is checked at once, so a contract that contradicts itself cannot load. */
export function defineEvent<Schema extends z.ZodType>(
  definition: EventDefinition<Schema>,
): EventContract<z.output<Schema>> {
  const type = `${definition.name}.v${definition.version}`;
  const schema = definition.schema as unknown as z.ZodType<z.output<Schema>>;
  return Object.freeze({
    name: definition.name,
    version: definition.version,
    type,
    topic: definition.topic,
    owner: definition.owner,
    summary: definition.summary,
    schema,
    example: schema.parse(definition.example),
    dataSchema: `https://trivselshub.dk/schemas/${type}`,
    parse: (data: unknown) => schema.parse(data),
  });
}

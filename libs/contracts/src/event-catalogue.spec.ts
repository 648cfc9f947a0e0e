import { readdirSync, readFileSync } from 'node:fs';
import { Parser } from '@asyncapi/parser';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { asyncApi } from './asyncapi.js';
import { eventCatalogue } from './event-catalogue.js';

const released = new URL('../released/', import.meta.url);
const releasedExamples = readdirSync(released).map((file) => ({
  type: file.replace(/\.[0-9-]+\.json$/, ''),
  file,
  data: JSON.parse(readFileSync(new URL(file, released), 'utf8')) as unknown,
}));

describe('the catalogue of events', () => {
  it('names every event type once', () => {
    const types = eventCatalogue.map((contract) => contract.type);
    expect(new Set(types).size).toBe(types.length);
  });

  it.each(eventCatalogue.map((contract) => [contract.type, contract] as const))(
    '%s can read its own example and refuses an empty message',
    (_type, contract) => {
      expect(contract.parse(structuredClone(contract.example))).toEqual(contract.example);
      expect(() => contract.parse({})).toThrow(z.ZodError);
    },
  );

  it('keeps a released example of every event', () => {
    const withExample = new Set(releasedExamples.map((example) => example.type));
    expect(eventCatalogue.map((contract) => contract.type).filter((type) => !withExample.has(type))).toEqual([]);
  });

  it.each(releasedExamples.map((example) => [example.file, example] as const))(
    "today's schema still reads the message released as %s",
    (_file, example) => {
      const contract = eventCatalogue.find((candidate) => candidate.type === example.type);
      expect(() => contract?.parse(example.data)).not.toThrow();
      expect(contract).toBeDefined();
    },
  );

  it('has no field of free text: every string has a pattern, a list of values or a short limit', () => {
    const open = eventCatalogue.flatMap((contract) =>
      openStrings(z.toJSONSchema(contract.schema, { io: 'input' }), contract.type),
    );
    expect(open).toEqual([]);
  });

  it('gives a valid AsyncAPI 3 document', async () => {
    const { diagnostics } = await new Parser().parse(JSON.stringify(asyncApi()));
    expect(diagnostics.filter((finding) => finding.severity === 0)).toEqual([]);
  }, 60_000);
});

/** Paths of string schemas that would let a sentence through: no pattern, format, enum, const or limit of 256. */
function openStrings(schema: unknown, path: string): string[] {
  if (schema === null || typeof schema !== 'object') return [];
  const node = schema as Record<string, unknown>;
  const bounded =
    'pattern' in node || 'format' in node || 'enum' in node || 'const' in node || Number(node['maxLength']) <= 256;
  const own = node['type'] === 'string' && !bounded ? [path] : [];
  return [...own, ...Object.entries(node).flatMap(([key, child]) => openStrings(child, `${path}.${key}`))];
}

import { Controller, Get, Module, Post } from '@nestjs/common';
import { describe, expect, it } from '@jest/globals';
import { Validator } from '@seriousme/openapi-schema-validator';
import { z } from 'zod';
import { Door, OpenDoor } from '#security/door.js';
import { TakesBytes } from './body-limits.js';
import { Describe } from '#security/describe.js';
import { openApi } from './openapi.js';
import { Repeatable, type RepeatableWrite } from './repeatable-write.js';
import { serviceDoors } from './service-doors.js';

const Path = z.object({ childId: z.uuid() });
const Query = z.object({ from: z.iso.date().optional(), limit: z.coerce.number().int().default(10) });

@Controller('/children')
class ChildController {
  @Get('/:childId/record')
  @Door({ who: ['staff'], roles: ['health_visitor'] })
  @Describe({ summary: 'The record', params: Path, query: Query, answers: { 200: z.object({ total: z.int() }) } })
  record() {}

  @Post()
  @Door({ who: ['journal_system'], scopes: ['journal.write'] })
  @TakesBytes({ maxBytes: 10, types: ['application/fhir+xml'] })
  @Describe({ summary: 'Send', answers: { 202: null } })
  send() {}

  @Post('/notes')
  @Door({ who: ['staff'] })
  note(@Repeatable() _write: RepeatableWrite) {}

  @Get('/silent')
  silent() {}

  @Get('/open')
  @OpenDoor('no data')
  open() {}
}

@Module({ controllers: [ChildController] })
class Inner {}

@Module({ imports: [Inner] })
class Outer {}

const doors = serviceDoors(Outer);
const document = openApi({ service: 'test', version: '1.0.0', summary: 'For tests' }, doors) as any;

describe('the description of a service', () => {
  it('is valid OpenAPI 3.1', async () => {
    expect(await new Validator().validate(structuredClone(document))).toEqual({ valid: true });
  });

  it('lists every door of the module, of what it imports, and of every service', () => {
    expect(doors.map(({ method, path }) => `${method} ${path}`)).toEqual(
      expect.arrayContaining(['GET /children/:childId/record', 'POST /children', 'GET /health/live', 'GET /metrics']),
    );
  });

  it('says where a write asks for a key, so that it can be sent again', () => {
    const { parameters } = document.paths['/children/notes'].post;
    expect(parameters).toMatchObject([{ name: 'Idempotency-Key', in: 'header', required: true }]);
    expect(document.paths['/children'].post.parameters).toEqual([]);
  });

  it('shows a door that declares nothing', () => {
    expect(doors.filter(({ access }) => access === null).map(({ handler }) => handler)).toEqual([
      'ChildController.silent',
    ]);
  });

  it('says who may come in, what goes in and what comes out', () => {
    const { get } = document.paths['/children/{childId}/record'];
    expect(get.description).toBe('For staff in the role health_visitor');
    expect(get.security).toEqual([{ bearer: [] }]);
    expect(get.parameters).toMatchObject([
      { name: 'childId', in: 'path', schema: { format: 'uuid' } },
      { name: 'from', in: 'query', required: false },
      { name: 'limit', in: 'query', required: false },
    ]);
    expect(get.responses['200'].content['application/json'].schema.properties).toHaveProperty('total');
    expect(document.paths['/children'].post.requestBody.content).toHaveProperty(['application/fhir+xml']);
    expect(document.paths['/children/open'].get.security).toEqual([]);
  });

  it('gives every door a name of its own', () => {
    const ids = Object.values<any>(document.paths).flatMap((path) =>
      Object.values<any>(path).map((door) => door.operationId),
    );
    expect(new Set(ids).size).toBe(ids.length);
  });
});

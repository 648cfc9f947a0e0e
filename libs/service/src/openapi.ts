import { z } from 'zod';
import { refusalCodes } from '#contracts/refusal-codes.js';
import { accessWords } from './access-words.js';
import type { DescribedDoor } from './doors-of.js';
import { ProblemSchema } from './problem.js';

type Json = Record<string, unknown>;

export interface OpenApiInfo {
  /** The service's name. */
  service: string;
  version: string;
  /** What the service is for, in a sentence. */
  summary: string;
}

/**
 * The OpenAPI 3.1 document of a service, made from what its doors declare: path and access from the decorators, shapes from the Zod
 * schemas that also check the requests. Doors without a description are listed with their access alone.
 */
export function openApi(info: OpenApiInfo, doors: readonly DescribedDoor[]): Json {
  const paths: Record<string, Json> = {};
  for (const door of doors) {
    const path = door.path.replace(/:(\w+)/g, '{$1}').replace(/\*(\w+)/g, '{$1}');
    (paths[path] ??= {})[door.method.toLowerCase()] = operation(door);
  }
  return {
    openapi: '3.1.1',
    info: {
      title: `Trivselshub ${info.service}`,
      version: info.version,
      summary: info.summary,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    paths,
    components: {
      schemas: { Problem: jsonSchema(ProblemSchema, 'output') },
      responses: {
        Problem: {
          description: 'A refusal: a stable code, the place of the fault and the cure. Never a value of the request.',
          content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
        },
      },
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: 'Access token of the municipality’s issuer for the audience trivselshub.',
        },
        ...(doors.some(({ access }) => isForSessions(access)) ? { session: sessionScheme } : {}),
      },
    },
    'x-refusal-codes': Object.fromEntries(
      Object.entries(refusalCodes).map(([code, { status, title, cure }]) => [code, { status, title, cure }]),
    ),
  };
}

const sessionScheme = {
  type: 'apiKey',
  in: 'cookie',
  name: '__Host-portal',
  description: 'A browser session of the pages, opened by logging in.',
};

const isForSessions = (access: DescribedDoor['access']): boolean =>
  access?.open === false && access.who.includes('portal_user');

function operation(door: DescribedDoor): Json {
  const { access, description, body } = door;
  return {
    operationId: door.handler.replace('.', '_') + (door.path.match(/[^/:*]+$/)?.[0] ? `_${slug(door.path)}` : ''),
    summary: description?.summary ?? door.handler,
    description: access ? accessWords(access) : 'Declares no access',
    security: access?.open === false ? [isForSessions(access) ? { session: [] } : { bearer: [] }] : [],
    parameters: parameters(door),
    ...(body && (description?.body || body.as === 'bytes') ? { requestBody: requestBody(door) } : {}),
    responses: { ...answers(door), default: { $ref: '#/components/responses/Problem' } },
  };
}

const slug = (path: string): string => path.replace(/[^A-Za-z0-9]+/g, '_').replace(/^_|_$/g, '');

const IDEMPOTENCY_KEY: Json = {
  name: 'Idempotency-Key',
  in: 'header',
  required: true,
  description:
    'A UUID, new for each write and the same for each repetition of it (draft-ietf-httpapi-idempotency-key-header), bare or as a ' +
    'quoted string. For seven days the same key with the same body gives the first answer again, byte for byte, and nothing is ' +
    'written twice; with another door or body it is refused with 409 IDEMPOTENCY_KEY_REUSED. A refused write may be sent again ' +
    'with its key.',
  schema: { type: 'string', format: 'uuid' },
};

function parameters({ path, description, repeatable }: DescribedDoor): Json[] {
  const inPath = [...path.matchAll(/[:*](\w+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: description?.params?.shape[name!]
      ? jsonSchema(description.params.shape[name!] as z.ZodType, 'input')
      : { type: 'string' },
  }));
  const inQuery = Object.entries(description?.query?.shape ?? {}).map(([name, schema]) => ({
    name,
    in: 'query',
    required: !(schema as z.ZodType).safeParse(undefined).success,
    schema: jsonSchema(schema as z.ZodType, 'input'),
  }));
  return [...inPath, ...inQuery, ...(repeatable ? [IDEMPOTENCY_KEY] : [])];
}

function requestBody({ body, description }: DescribedDoor): Json {
  const schema = description?.body ? jsonSchema(description.body, 'input') : {};
  const types = description?.consumes ?? body!.types;
  return { required: true, content: Object.fromEntries(types.map((type) => [type, { schema }])) };
}

function answers({ description }: DescribedDoor): Json {
  if (!description) return { 200: { description: 'Done' } };
  const types = description.produces ?? ['application/json'];
  return Object.fromEntries(
    Object.entries(description.answers).map(([status, schema]) => [
      status,
      {
        description: Number(status) < 400 ? description.summary : 'Refused',
        ...(schema === null
          ? {}
          : { content: Object.fromEntries(types.map((type) => [type, { schema: jsonSchema(schema, 'output') }])) }),
      },
    ]),
  );
}

function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): Json {
  const {
    $schema: _dialect,
    '~standard': _standard,
    ...rest
  } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    target: 'draft-2020-12',
    reused: 'inline',
  }) as Json;
  return rest;
}

import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import type { z } from 'zod';
import { RefusalError } from '#contracts/refusal-error.js';
import { shapeRefusal } from '#contracts/shape-refusal.js';

/** The JSON body, checked: `@JsonBody(RegisterChildSchema) body: RegisterChild`. A wrong one is refused with SHAPE_INVALID and its place. */
export const JsonBody = (schema: z.ZodType): ParameterDecorator =>
  createParamDecorator((_: unknown, context: ExecutionContext) =>
    checked(schema, request(context).body ?? {}, 'body'),
  )();

/** The body as it came, of a door that declares `TakesBytes`. */
export const BytesBody: () => ParameterDecorator = createParamDecorator(
  (_: unknown, context: ExecutionContext): Uint8Array => request(context).body as Uint8Array,
);

/** The parts of the path by name, checked: `@PathParams(ChildPathSchema) { childId }: ChildPath`. A wrong one is NOT_FOUND. */
export const PathParams = (schema: z.ZodType): ParameterDecorator =>
  createParamDecorator((_: unknown, context: ExecutionContext) => {
    const parsed = schema.safeParse(request(context).params);
    if (!parsed.success) throw new RefusalError('NOT_FOUND');
    return parsed.data;
  })();

/** The query string, checked: `@QueryParams(ListSchema) list: List`. */
export const QueryParams = (schema: z.ZodType): ParameterDecorator =>
  createParamDecorator((_: unknown, context: ExecutionContext) => checked(schema, request(context).query, 'query'))();

function request(context: ExecutionContext): Request {
  return context.switchToHttp().getRequest<Request>();
}

function checked(schema: z.ZodType, value: unknown, where: 'body' | 'query'): unknown {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw shapeRefusal(schema, parsed.error, where);
  return parsed.data;
}

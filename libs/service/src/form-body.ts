import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import type { z } from 'zod';
import { RefusalError } from '#contracts/refusal-error.js';

/** The fields of the form, checked: `@FormBody(AnswerSchema) answer: Answer`. Fields that the schema does not name are no part of it. */
export const FormBody = (schema: z.ZodType): ParameterDecorator =>
  createParamDecorator((_: unknown, context: ExecutionContext) => {
    const parsed = schema.safeParse(context.switchToHttp().getRequest<Request>().body);
    if (parsed.success) return parsed.data;
    const place = parsed.error.issues[0]?.path.map(String).join('/') ?? '';
    throw new RefusalError('SHAPE_INVALID', { place: `form/${place}` });
  })();

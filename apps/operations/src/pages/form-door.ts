import { applyDecorators, Redirect } from '@nestjs/common';
import type { z } from 'zod';
import { Describe } from '#security/describe.js';
import { Door } from '#security/door.js';
import { TakesBytes } from '#service/body-limits.js';

const FORM = 'application/x-www-form-urlencoded';
const LARGEST_FORM = 16_000;

/**
 * Where a page's form is sent: `@Post() @FormDoor('Releases a parked child.', ReleaseSchema)`. Its handler takes `@FormBody(ReleaseSchema)`,
 * does what was asked, and returns `seeOther(path)`; to show the form again it throws FormFault.
 */
export const FormDoor = (summary: string, body: z.ZodType, params?: z.ZodObject): MethodDecorator =>
  applyDecorators(
    Door({ who: ['staff'], roles: ['ops_operator'] }),
    TakesBytes({ maxBytes: LARGEST_FORM, types: [FORM] }),
    Redirect('/', 303),
    Describe({
      summary,
      body,
      ...(params ? { params } : {}),
      consumes: [FORM],
      answers: { 303: null },
      produces: ['text/html'],
    }),
  );

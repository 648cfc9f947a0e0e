import { applyDecorators, Redirect } from '@nestjs/common';
import type { z } from 'zod';
import { TakesBytes } from '#service/body-limits.js';
import { Describe } from '#security/describe.js';
import { Door } from '#security/door.js';

const FORM = 'application/x-www-form-urlencoded';
const LARGEST_FORM = 64_000;

/**
 * Where a page's form is sent: `@Post() @FormDoor('Answers a consent.', AnswerSchema)`. Its handler takes `@FormBody(AnswerSchema)`, does what
 * was asked, and returns `seeOther(path)`; to show the form again it throws FormFault.
 */
export const FormDoor = (summary: string, body: z.ZodType): MethodDecorator =>
  applyDecorators(
    Door({ who: ['portal_user'] }),
    TakesBytes({ maxBytes: LARGEST_FORM, types: [FORM] }),
    Redirect('/portal', 303),
    Describe({ summary, body, consumes: [FORM], answers: { 303: null }, produces: ['text/html'] }),
  );

import { applyDecorators } from '@nestjs/common';
import { z } from 'zod';
import { Describe, type DoorDescription } from '#security/describe.js';
import { Door, OpenDoor } from '#security/door.js';

const HTML = { answers: { 200: z.string() }, produces: ['text/html'] };

/** A page for an operator: `@Get() @PageDoor('The chains.', { query: SearchSchema })`. */
export const PageDoor = (summary: string, inputs: Pick<DoorDescription, 'params' | 'query'> = {}): MethodDecorator =>
  applyDecorators(Door({ who: ['staff'], roles: ['ops_operator'] }), Describe({ summary, ...inputs, ...HTML }));

/** A page for anybody, and why. */
export const OpenPage = (summary: string, reason: string): MethodDecorator =>
  applyDecorators(OpenDoor(reason), Describe({ summary, ...HTML }));

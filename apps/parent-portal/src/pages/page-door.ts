import { applyDecorators } from '@nestjs/common';
import { z } from 'zod';
import { Door, OpenDoor } from '#security/door.js';
import { Describe } from '#security/describe.js';

const HTML = ['text/html'];

/** A page for somebody who is logged in: `@Get() @PageDoor('My children.')`. */
export const PageDoor = (summary: string, produces: readonly string[] = HTML): MethodDecorator =>
  applyDecorators(Door({ who: ['portal_user'] }), Describe({ summary, answers: { 200: z.string() }, produces }));

/** A page for anybody, and why. */
export const OpenPage = (summary: string, reason: string): MethodDecorator =>
  applyDecorators(OpenDoor(reason), Describe({ summary, answers: { 200: z.string() }, produces: HTML }));

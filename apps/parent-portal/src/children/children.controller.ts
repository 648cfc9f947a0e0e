import { Controller, Get } from '@nestjs/common';
import { z } from 'zod';
import { ChildIdSchema, type ChildId } from '#contracts/ids.js';
import { Caller } from '#security/caller.js';
import { Door } from '#security/door.js';
import type { GuardianPrincipal } from '#security/principal.js';
import { Describe } from '#security/describe.js';
import { CurrentGuardian } from '../login/current-guardian.js';

const ChildrenSchema = z.object({ children: z.array(z.object({ childId: ChildIdSchema })) });

/** My children: those whose custody I hold now. */
@Controller('children')
export class ChildrenController {
  constructor(private readonly currentGuardian: CurrentGuardian) {}

  @Get()
  @Door({ who: ['guardian'] })
  @Describe({ summary: 'The children whose custody the guardian holds now.', answers: { 200: ChildrenSchema } })
  async list(@Caller() caller: GuardianPrincipal): Promise<{ children: { childId: ChildId }[] }> {
    const { children } = await this.currentGuardian.of(caller);
    return { children: children.map(({ childId }) => ({ childId })) };
  }
}

import { Controller, Get, HttpCode, Inject, Put } from '@nestjs/common';
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { RefusalError } from '#contracts/refusal-error.js';
import { OpenDoor } from '#security/door.js';
import { Clock } from './clock.js';
import { CONFIG } from './config-token.js';
import type { BaseConfig } from './config.js';
import { Describe } from '#security/describe.js';
import { JsonBody } from './inputs.js';

const ClockSchema = z.object({ at: z.iso.datetime() });
type ClockReading = z.infer<typeof ClockSchema>;
const SetClockSchema = ClockSchema.extend({ asOfEpochMs: z.int().optional() });

/** Sets the domain's time, for tests and local use. In production it answers as if it were not there. */
@Controller('/clock')
export class ClockController {
  constructor(
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: BaseConfig,
  ) {}

  @Get()
  @OpenDoor('Only outside production, and tells nothing but the time')
  @Describe({ summary: "The domain's time", answers: { 200: ClockSchema } })
  read(): ClockReading {
    this.refuseInProduction();
    return { at: this.clock.now().toString({ smallestUnit: 'millisecond' }) };
  }

  @Put()
  @HttpCode(200)
  @OpenDoor('Only outside production, where tests set the time')
  @Describe({
    summary: "Set the domain's time; it ticks on from there",
    body: SetClockSchema,
    answers: { 200: ClockSchema },
  })
  set(@JsonBody(SetClockSchema) { at, asOfEpochMs }: z.infer<typeof SetClockSchema>): ClockReading {
    this.refuseInProduction();
    this.clock.set(Temporal.Instant.from(at), asOfEpochMs);
    return this.read();
  }

  private refuseInProduction(): void {
    if (this.config.HUB_ENV === 'production') throw new RefusalError('NOT_FOUND');
  }
}

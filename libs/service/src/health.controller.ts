import { Controller, Get, Res } from '@nestjs/common';
import type { Response } from 'express';
import { z } from 'zod';
import { ConsumerHealth } from '#messaging/handling/consumer-health.js';
import { OpenDoor } from '#security/door.js';
import { Describe } from '#security/describe.js';
import { DatabaseAnswers } from './database-answers.js';
import { Lifecycle } from './lifecycle.js';

const LivenessSchema = z.object({ alive: z.boolean(), troubles: z.array(z.string()) });
/** `database` is up when all do that the service needs; `silent` names those that do not answer. */
const ReadinessSchema = z.object({
  ready: z.boolean(),
  database: z.enum(['up', 'down']),
  silent: z.array(z.string()),
  ending: z.boolean(),
});
type Readiness = z.infer<typeof ReadinessSchema>;

/** What the platform asks: shall this process be restarted, shall it get requests? */
@Controller('/health')
export class HealthController {
  constructor(
    private readonly consumers: ConsumerHealth,
    private readonly databaseAnswers: DatabaseAnswers,
    private readonly lifecycle: Lifecycle,
  ) {}

  @Get('/live')
  @OpenDoor('The platform asks without a token; the answer holds no data')
  @Describe({
    summary: 'Alive: 503 when a consumer is dead or stuck',
    answers: { 200: LivenessSchema, 503: LivenessSchema },
  })
  live(@Res({ passthrough: true }) response: Response): z.infer<typeof LivenessSchema> {
    const state = this.consumers.state();
    response.status(state.alive ? 200 : 503);
    return state;
  }

  /** The broker is no part of this: without it a service still takes requests, and what it publishes waits in its outbox. */
  @Get('/ready')
  @OpenDoor('The platform asks without a token; the answer holds no data')
  @Describe({
    summary: 'Ready for requests: 503 without a database that the service needs',
    answers: { 200: ReadinessSchema, 503: ReadinessSchema },
  })
  async ready(@Res({ passthrough: true }) response: Response): Promise<Readiness> {
    const silent = await this.databaseAnswers.silent();
    const database = silent.length === 0 ? 'up' : 'down';
    const { ending } = this.lifecycle;
    const ready = database === 'up' && !ending;
    response.status(ready ? 200 : 503);
    return { ready, database, silent, ending };
  }
}

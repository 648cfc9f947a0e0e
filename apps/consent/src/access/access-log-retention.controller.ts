import { Controller, Get, Put } from '@nestjs/common';
import { z } from 'zod';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import { Caller } from '#security/caller.js';
import { Describe } from '#security/describe.js';
import { Door } from '#security/door.js';
import type { StaffPrincipal } from '#security/principal.js';
import { Clock } from '#service/clock.js';
import { JsonBody } from '#service/inputs.js';
import { AccessLogRetentionStore } from './access-log-retention.store.js';

/** Whole months; six at least, as the former order on data security had it. */
const RetentionSchema = z.strictObject({ months: z.int().min(6).max(240) });
type Retention = z.infer<typeof RetentionSchema>;

/** For how many months the municipality keeps its access log. */
@Controller('access-log-retention')
export class AccessLogRetentionController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly retention: AccessLogRetentionStore,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Door({ who: ['staff'], roles: ['municipal_administrator', 'institution_leader'] })
  @Describe({ summary: 'For how many months the access log is kept.', answers: { 200: RetentionSchema } })
  async get(@Caller() { municipality }: StaffPrincipal): Promise<Retention> {
    return { months: await this.unitOfWork.read((tx) => this.retention.months(tx, municipality)) };
  }

  @Put()
  @Door({ who: ['staff'], roles: ['municipal_administrator'] })
  @Describe({
    summary:
      'Sets for how many months the access log is kept. What is older leaves within the hour, a month at a time.',
    body: RetentionSchema,
    answers: { 200: RetentionSchema },
  })
  async set(
    @Caller() { municipality, subject }: StaffPrincipal,
    @JsonBody(RetentionSchema) { months }: Retention,
  ): Promise<Retention> {
    const set = { at: this.clock.now(), by: subject };
    await this.unitOfWork.run((tx) => this.retention.set(tx, municipality, months, set));
    return { months };
  }
}

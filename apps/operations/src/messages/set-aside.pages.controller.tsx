import { Get, Post } from '@nestjs/common';
import { z } from 'zod';
import { withoutCpr } from '#messaging/stopped/without-cpr.js';
import { Caller } from '#security/caller.js';
import type { StaffPrincipal } from '#security/principal.js';
import { FormBody } from '#service/form-body.js';
import { FormFault } from '#service/form-fault.js';
import { PathParams, QueryParams } from '#service/inputs.js';
import { seeOther } from '#service/see-other.js';
import { Frame, type PageFrame } from '../layout/page-frame.js';
import { FormDoor } from '../pages/form-door.js';
import { OperationsPages } from '../pages/operations-pages.js';
import { PageDoor } from '../pages/page-door.js';
import { reasonFault } from '../pages/reason.rules.js';
import { MessageDesks } from './message-desks.client.js';
import { type ServicePath, ServicePathSchema } from './service-path.js';
import { SetAsidePage } from './set-aside.page.js';
import { stoppedPaths } from './stopped-paths.js';

const ChildSchema = z.object({ key: withoutCpr(z.string().min(1).max(128)) });
type Child = z.infer<typeof ChildSchema>;
const SetAsideSchema = ChildSchema.extend({ eventId: z.uuid(), reason: z.string().default('') });
type SetAside = z.infer<typeof SetAsideSchema>;

/** Setting aside the event that a parked child waits for: what it would do, and doing it. */
@OperationsPages('stopped/:service/parked/set-aside')
export class SetAsidePagesController {
  constructor(private readonly desks: MessageDesks) {}

  @Get()
  @PageDoor('What setting aside the event at the head of a queue would do, before it is done.', {
    params: ServicePathSchema,
    query: ChildSchema,
  })
  async plan(
    @PathParams(ServicePathSchema) { service }: ServicePath,
    @QueryParams(ChildSchema) { key }: Child,
    @Caller() operator: StaffPrincipal,
    @Frame() frame: PageFrame,
  ) {
    const report = await this.desks.setAside(service, operator, { key, reason: 'dry run', dryRun: true });
    return <SetAsidePage {...{ frame, service, report }} />;
  }

  @Post()
  @FormDoor('Sets the event aside that the plan showed, with a reason.', SetAsideSchema, ServicePathSchema)
  async setAside(
    @PathParams(ServicePathSchema) { service }: ServicePath,
    @FormBody(SetAsideSchema) { key, eventId, reason }: SetAside,
    @Caller() operator: StaffPrincipal,
    @Frame() frame: PageFrame,
  ) {
    const fault = reasonFault(reason);
    if (fault !== null) {
      const report = await this.desks.setAside(service, operator, { key, eventId, reason: 'dry run', dryRun: true });
      throw new FormFault(<SetAsidePage {...{ frame, service, report, reason, fault }} />);
    }
    const { deadLetterId } = await this.desks.setAside(service, operator, { key, eventId, reason, dryRun: false });
    return seeOther(deadLetterId === null ? stoppedPaths.service(service) : stoppedPaths.letter(service, deadLetterId));
  }
}

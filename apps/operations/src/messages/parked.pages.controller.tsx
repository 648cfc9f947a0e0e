import { Get, Header, Post } from '@nestjs/common';
import { z } from 'zod';
import type { ParkedChild } from '#messaging/stopped/messages.view.js';
import { withoutCpr } from '#messaging/stopped/without-cpr.js';
import { Caller } from '#security/caller.js';
import type { StaffPrincipal } from '#security/principal.js';
import { PathParams, QueryParams } from '#service/inputs.js';
import { Frame, type PageFrame } from '../layout/page-frame.js';
import { FormBody } from '#service/form-body.js';
import { FormDoor } from '../pages/form-door.js';
import { FormFault } from '#service/form-fault.js';
import { fragment } from '../pages/fragment.js';
import { OperationsPages } from '../pages/operations-pages.js';
import { PageDoor } from '../pages/page-door.js';
import { reasonFault } from '../pages/reason.rules.js';
import { seeOther } from '#service/see-other.js';
import type { DeskService } from './desk-addresses.js';
import { MessageDesks } from './message-desks.client.js';
import { ParkedChildPage } from './parked-child.page.js';
import { ParkedNow } from './parked-now.view.js';
import type { Release } from './release-outcome.rules.js';
import { type ServicePath, ServicePathSchema } from './service-path.js';
import { queryOf } from '../pages/query-of.js';

/** `released`: its last try before somebody released it, and `eventId` the event that had stopped it then. */
const ChildSchema = z.object({
  key: withoutCpr(z.string().min(1).max(128)),
  released: z.iso.datetime().optional(),
  eventId: z.uuid().optional(),
});
type Child = z.infer<typeof ChildSchema>;
const ReleaseSchema = z.object({ key: withoutCpr(z.string().min(1).max(128)), reason: z.string().default('') });
type ReleaseForm = z.infer<typeof ReleaseSchema>;

/** One parked child, and the way to let it be tried again. */
@OperationsPages('stopped/:service/parked')
export class ParkedPagesController {
  constructor(private readonly desks: MessageDesks) {}

  @Get()
  @PageDoor('Why the events of one key wait, and since when.', { params: ServicePathSchema, query: ChildSchema })
  async one(
    @PathParams(ServicePathSchema) { service }: ServicePath,
    @QueryParams(ChildSchema) asked: Child,
    @Caller() operator: StaffPrincipal,
    @Frame() frame: PageFrame,
  ) {
    const child = await this.find(service, operator, asked.key);
    return <ParkedChildPage {...{ frame, service, child }} childKey={asked.key} release={releaseIn(asked)} />;
  }

  @Get('now')
  @Header('content-type', 'text/html; charset=utf-8')
  @PageDoor('How a parked child stands at this moment, for the page that shows it.', {
    params: ServicePathSchema,
    query: ChildSchema,
  })
  async now(
    @PathParams(ServicePathSchema) { service }: ServicePath,
    @QueryParams(ChildSchema) asked: Child,
    @Caller() operator: StaffPrincipal,
  ): Promise<string> {
    const child = await this.find(service, operator, asked.key);
    return fragment(<ParkedNow {...{ service, child }} release={releaseIn(asked)} />);
  }

  @Post('release')
  @FormDoor('Lets a parked child be tried again now, with a reason.', ReleaseSchema, ServicePathSchema)
  async release(
    @PathParams(ServicePathSchema) { service }: ServicePath,
    @FormBody(ReleaseSchema) { key, reason }: ReleaseForm,
    @Caller() operator: StaffPrincipal,
    @Frame() frame: PageFrame,
  ) {
    const fault = reasonFault(reason);
    const child = await this.find(service, operator, key);
    if (fault !== null) {
      throw new FormFault(
        <ParkedChildPage {...{ frame, service, child, reason, fault }} childKey={key} release={null} />,
      );
    }
    await this.desks.release(service, operator, key, reason);
    const { triedAt: released, eventId } = child ?? {};
    return seeOther(`/stopped/${service}/parked?${queryOf({ key, released, eventId })}`);
  }

  private async find(service: DeskService, { municipality }: StaffPrincipal, key: string): Promise<ParkedChild | null> {
    const [child] = await this.desks.parked(service, municipality, { key, limit: 1 });
    return child ?? null;
  }
}

const releaseIn = ({ released, eventId }: Child): Release | null =>
  released === undefined ? null : { triedAt: released, eventId: eventId ?? null };

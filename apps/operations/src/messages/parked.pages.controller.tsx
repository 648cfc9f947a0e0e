import { Get, Header, Post } from '@nestjs/common';
import { z } from 'zod';
import type { ParkedChild } from '#messaging/messages.view.js';
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
import { type ServicePath, ServicePathSchema } from './service-path.js';
import { queryOf } from '../pages/query-of.js';

const ChildSchema = z.object({ key: z.string().min(1).max(128), released: z.literal('yes').optional() });
type Child = z.infer<typeof ChildSchema>;
const ReleaseSchema = z.object({ key: z.string().min(1).max(128), reason: z.string().default('') });
type Release = z.infer<typeof ReleaseSchema>;

/** One parked child, and the way to let it be tried again. */
@OperationsPages('stopped/:service/parked')
export class ParkedPagesController {
  constructor(private readonly desks: MessageDesks) {}

  @Get()
  @PageDoor('Why the events of one key wait, and since when.', { params: ServicePathSchema, query: ChildSchema })
  async one(
    @PathParams(ServicePathSchema) { service }: ServicePath,
    @QueryParams(ChildSchema) { key, released }: Child,
    @Caller() operator: StaffPrincipal,
    @Frame() frame: PageFrame,
  ) {
    const child = await this.find(service, operator, key);
    return (
      <ParkedChildPage frame={frame} service={service} childKey={key} child={child} released={released === 'yes'} />
    );
  }

  @Get('now')
  @Header('content-type', 'text/html; charset=utf-8')
  @PageDoor('How a parked child stands at this moment, for the page that shows it.', {
    params: ServicePathSchema,
    query: ChildSchema,
  })
  async now(
    @PathParams(ServicePathSchema) { service }: ServicePath,
    @QueryParams(ChildSchema) { key, released }: Child,
    @Caller() operator: StaffPrincipal,
  ): Promise<string> {
    return fragment(<ParkedNow child={await this.find(service, operator, key)} released={released === 'yes'} />);
  }

  @Post('release')
  @FormDoor('Lets a parked child be tried again now, with a reason.', ReleaseSchema, ServicePathSchema)
  async release(
    @PathParams(ServicePathSchema) { service }: ServicePath,
    @FormBody(ReleaseSchema) { key, reason }: Release,
    @Caller() operator: StaffPrincipal,
    @Frame() frame: PageFrame,
  ) {
    const fault = reasonFault(reason);
    if (fault !== null) {
      const child = await this.find(service, operator, key);
      throw new FormFault(
        <ParkedChildPage {...{ frame, service, child, reason, fault }} childKey={key} released={false} />,
      );
    }
    await this.desks.release(service, operator, key, reason);
    return seeOther(`/stopped/${service}/parked?${queryOf({ key, released: 'yes' })}`);
  }

  private async find(service: DeskService, { municipality }: StaffPrincipal, key: string): Promise<ParkedChild | null> {
    const [child] = await this.desks.parked(service, municipality, { key, limit: 1 });
    return child ?? null;
  }
}

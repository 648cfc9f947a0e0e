import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ChildIdSchema, type Municipality } from '#contracts/ids.js';
import {
  ConsentSchema,
  ConsentsSchema,
  RequestConsentSchema,
  type Consent,
  type Consents,
  type RequestConsent as Wanted,
} from '#contracts/questions/consents.js';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import { askerOf } from '#security/asker-of.js';
import { Caller } from '#security/caller.js';
import { Describe } from '#security/describe.js';
import { Door } from '#security/door.js';
import type { StaffPrincipal } from '#security/principal.js';
import { JsonBody, PathParams } from '#service/inputs.js';
import { Repeatable, type RepeatableWrite } from '#service/repeatable-write.js';
import { DecideAccess } from '../access/decide-access.js';
import { ChildPathSchema, type ChildPath } from '../children/child-path.js';
import { ChildrenStore, type ChildRecord } from '../children/children.store.js';
import { ReadConsents } from './read-consents.js';
import { RequestConsent } from './request-consent.js';

/** Consents for staff of the child's unit: asking for one, and seeing how they stand. */
@Controller('children/:childId/consents')
export class ConsentsController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly children: ChildrenStore,
    private readonly decideAccess: DecideAccess,
    private readonly requestConsent: RequestConsent,
    private readonly readConsents: ReadConsents,
  ) {}

  @Post()
  @HttpCode(201)
  @Door({ who: ['staff'], roles: ['health_visitor', 'institution_leader'] })
  @Describe({
    summary: 'Asks those who have a say for a consent. STATE_CONFLICT when nobody who could be asked holds custody.',
    params: ChildPathSchema,
    body: RequestConsentSchema,
    answers: { 201: ConsentSchema },
  })
  async request(
    @Caller() caller: StaffPrincipal,
    @PathParams(ChildPathSchema) { childId }: ChildPath,
    @JsonBody(RequestConsentSchema) wanted: Wanted,
    @Repeatable() write: RepeatableWrite,
  ): Promise<Consent> {
    const child = await this.allowed(caller, childId, 'write');
    const consentId = await this.requestConsent.of(caller, child, wanted, write);
    return this.readConsents.one(child, consentId, null);
  }

  @Get()
  @Door({ who: ['staff'], roles: ['health_visitor', 'institution_leader'] })
  @Describe({
    summary: "The child's consents with their state now, newest first.",
    params: ChildPathSchema,
    answers: { 200: ConsentsSchema },
  })
  async list(@Caller() caller: StaffPrincipal, @PathParams(ChildPathSchema) { childId }: ChildPath): Promise<Consents> {
    const child = await this.allowed(caller, childId, 'read');
    return { consents: await this.readConsents.ofChildren([child], null) };
  }

  private async allowed(caller: StaffPrincipal, childId: string, action: 'read' | 'write'): Promise<ChildRecord> {
    await this.decideAccess.demand({
      municipality: caller.municipality as Municipality,
      asker: askerOf(caller),
      childId: ChildIdSchema.parse(childId),
      documentKind: 'consent',
      action,
    });
    return (await this.unitOfWork.read((tx) => this.children.find(tx, childId)))!;
  }
}

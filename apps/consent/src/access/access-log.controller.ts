import { Controller, Get } from '@nestjs/common';
import { ChildIdSchema, type GuardianId, type Municipality, type Organisation } from '#contracts/ids.js';
import type { Asker } from '#contracts/questions/access.js';
import {
  AccessLogQuerySchema,
  AccessLogSchema,
  type AccessLog,
  type AccessLogQuery,
} from '#contracts/questions/access-log.js';
import { RefusalError } from '#contracts/refusal-error.js';
import type { Tx } from '#persistence/tx.js';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import { Caller } from '#security/caller.js';
import { Door } from '#security/door.js';
import type { ServicePrincipal, StaffPrincipal } from '#security/principal.js';
import { Describe } from '#security/describe.js';
import { PathParams, QueryParams } from '#service/inputs.js';
import { ChildPathSchema, type ChildPath } from '../children/child-path.js';
import { ChildrenStore } from '../children/children.store.js';
import { PlacesWithheld } from '../custody/places-withheld.js';
import { AccessLogStore } from './access-log.store.js';
import { accessLogEntry, type AccessLogReader } from './access-log.view.js';
import { DecideAccess } from './decide-access.js';

/** Who has looked at a child's things, refused tries included. Reading the log is itself an access. */
@Controller('children/:childId/access-log')
export class AccessLogController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly children: ChildrenStore,
    private readonly accessLog: AccessLogStore,
    private readonly placesWithheld: PlacesWithheld,
    private readonly decideAccess: DecideAccess,
  ) {}

  @Get()
  @Door({ who: ['staff', 'service'], roles: ['institution_leader'], services: ['parent-portal'] })
  @Describe({
    summary: "The child's access log, newest first: for the unit's leader, or for a guardian through the portal.",
    params: ChildPathSchema,
    query: AccessLogQuerySchema,
    answers: { 200: AccessLogSchema },
  })
  async read(
    @PathParams(ChildPathSchema) { childId }: ChildPath,
    @QueryParams(AccessLogQuerySchema) query: AccessLogQuery,
    @Caller() caller: StaffPrincipal | ServicePrincipal,
  ): Promise<AccessLog> {
    const { asker, municipality } = await this.askerFrom(caller, childId, query.guardianId);
    await this.decideAccess.demand({
      municipality,
      asker,
      childId: ChildIdSchema.parse(childId),
      documentKind: 'access_log',
      action: 'read',
    });
    const { reader, rows } = await this.unitOfWork.read(async (tx) => ({
      reader: await this.readerOf(tx, asker, childId),
      rows: await this.accessLog.ofChild(tx, childId, query),
    }));
    return { entries: rows.map((row) => accessLogEntry(row, reader)) };
  }

  private async askerFrom(
    caller: StaffPrincipal | ServicePrincipal,
    childId: string,
    guardianId: string | undefined,
  ): Promise<{ asker: Asker; municipality: Municipality }> {
    if (caller.kind === 'staff') {
      const { role, subject } = caller;
      const asker: Asker = { kind: 'staff', role, organisation: caller.organisation as Organisation, subject };
      return { asker, municipality: caller.municipality as Municipality };
    }
    if (!guardianId) throw new RefusalError('SHAPE_INVALID', { place: 'query/guardianId' });
    const child = await this.unitOfWork.glance((tx) => this.children.find(tx, childId));
    if (!child) throw new RefusalError('NOT_GUARDIAN');
    return {
      asker: { kind: 'guardian', guardianId: guardianId as GuardianId },
      municipality: child.municipality as Municipality,
    };
  }

  /** After the decision, which reads custody anew where it must: a protection that it met withholds the places in this very answer. */
  private async readerOf(tx: Tx, asker: Asker, childId: string): Promise<AccessLogReader> {
    if (asker.kind !== 'guardian') return { kind: 'leader' };
    const { guardianId } = asker;
    const child = await this.children.find(tx, childId);
    return { kind: 'guardian', ...(await this.placesWithheld.from(tx, guardianId, child!)) };
  }
}

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
    const { asker, municipality, reader } = await this.readerOf(caller, childId, query.guardianId);
    await this.decideAccess.demand({
      municipality,
      asker,
      childId: ChildIdSchema.parse(childId),
      documentKind: 'access_log',
      action: 'read',
    });
    const rows = await this.unitOfWork.read((tx) => this.accessLog.ofChild(tx, childId, query));
    return { entries: rows.map((row) => accessLogEntry(row, reader)) };
  }

  private async readerOf(
    caller: StaffPrincipal | ServicePrincipal,
    childId: string,
    guardianId: string | undefined,
  ): Promise<{ asker: Asker; municipality: Municipality; reader: AccessLogReader }> {
    if (caller.kind === 'staff') {
      const { role, subject } = caller;
      const asker: Asker = { kind: 'staff', role, organisation: caller.organisation as Organisation, subject };
      return { asker, municipality: caller.municipality as Municipality, reader: { kind: 'leader' } };
    }
    if (!guardianId) throw new RefusalError('SHAPE_INVALID', { place: 'query/guardianId' });
    const known = await this.unitOfWork.read(async (tx) => {
      const child = await this.children.find(tx, childId);
      return child && { child, placesWithheld: await this.placesWithheld.from(tx, guardianId, child) };
    });
    if (!known) throw new RefusalError('NOT_GUARDIAN');
    const { child, placesWithheld } = known;
    return {
      asker: { kind: 'guardian', guardianId: guardianId as GuardianId },
      municipality: child.municipality as Municipality,
      reader: { kind: 'guardian', guardianId, placesWithheld },
    };
  }
}

import { Injectable } from '@nestjs/common';
import type { ChildId } from '#contracts/ids.js';
import type { SharedDocuments } from '#contracts/questions/shared-documents.js';
import type { GuardianPrincipal } from '#security/principal.js';
import { CurrentGuardian, type Guardian } from '../login/current-guardian.js';
import type { PortalUser } from '../session/portal-user.js';
import { ScreeningClient } from './screening.client.js';

/** What is shared with the guardian about a child, newest first, after the decision of this moment. */
@Injectable()
export class ListDocuments {
  constructor(
    private readonly currentGuardian: CurrentGuardian,
    private readonly screening: ScreeningClient,
  ) {}

  async of(
    principal: GuardianPrincipal | PortalUser,
    childId: ChildId,
  ): Promise<SharedDocuments & { guardian: Guardian }> {
    const guardian = await this.currentGuardian.of(principal, async () => childId);
    await this.currentGuardian.demand(guardian, childId, {
      documentKind: 'health_visit_summary',
      sharedWith: [guardian.guardianId],
    });
    return { guardian, ...(await this.screening.sharedDocuments(childId, guardian.guardianId)) };
  }
}

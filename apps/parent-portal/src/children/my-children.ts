import { Injectable } from '@nestjs/common';
import type { ChildId } from '#contracts/ids.js';
import type { GuardianChild } from '#contracts/questions/guardians.js';
import { RefusalError } from '#contracts/refusal-error.js';
import { CurrentGuardian, type Guardian } from '../login/current-guardian.js';
import type { PortalUser } from '../session/portal-user.js';
import { ConsentClient } from './consent.client.js';

/** The children of the person who is logged in, by first name and age: those whose custody is held now, and nobody else's. */
@Injectable()
export class MyChildren {
  constructor(
    private readonly currentGuardian: CurrentGuardian,
    private readonly consent: ConsentClient,
  ) {}

  /** None for a person without custody. */
  async of(user: PortalUser): Promise<GuardianChild[]> {
    try {
      const { guardianId } = await this.currentGuardian.of(user);
      return await this.consent.childrenOf(guardianId);
    } catch (error) {
      if (error instanceof RefusalError && error.code === 'NOT_GUARDIAN') return [];
      throw error;
    }
  }

  /** Null for a child that is not the guardian's own. */
  async one({ guardianId }: Pick<Guardian, 'guardianId'>, childId: ChildId): Promise<GuardianChild | null> {
    const children = await this.consent.childrenOf(guardianId);
    return children.find((child) => child.childId === childId) ?? null;
  }
}

import { Injectable } from '@nestjs/common';
import type { GuardianChild } from '#contracts/questions/guardians.js';
import { RefusalError } from '#contracts/refusal-error.js';
import { CurrentGuardian } from '../login/current-guardian.js';
import type { PortalUser } from '../session/portal-user.js';

/** The children of the person who is logged in, by first name and age: those whose custody is held now, and nobody else's. */
@Injectable()
export class MyChildren {
  constructor(private readonly currentGuardian: CurrentGuardian) {}

  /** None for a person without custody. */
  async of(user: PortalUser): Promise<GuardianChild[]> {
    try {
      return (await this.currentGuardian.of(user)).children;
    } catch (error) {
      if (error instanceof RefusalError && error.code === 'NOT_GUARDIAN') return [];
      throw error;
    }
  }
}

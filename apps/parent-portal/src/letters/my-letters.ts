import { Injectable } from '@nestjs/common';
import type { Letters } from '#contracts/questions/letters.js';
import { CurrentGuardian, type Guardian } from '../login/current-guardian.js';
import { NotificationsClient } from './notifications.client.js';

/** The letters sent to a guardian that may still be seen, oldest first: each child's after the decision of this moment. */
@Injectable()
export class MyLetters {
  constructor(
    private readonly currentGuardian: CurrentGuardian,
    private readonly notifications: NotificationsClient,
  ) {}

  async of(guardian: Guardian): Promise<Letters['letters']> {
    const { guardianId } = guardian;
    const { letters } = await this.notifications.lettersTo(guardianId);
    const childIds = [...new Set(letters.map(({ childId }) => childId))];
    const answers = await Promise.all(
      childIds.map((childId) =>
        this.currentGuardian.may(guardian, childId, { documentKind: 'letter', sharedWith: [guardianId] }),
      ),
    );
    const readable = new Set(childIds.filter((_, index) => answers[index]));
    return letters.filter(({ childId }) => readable.has(childId));
  }
}

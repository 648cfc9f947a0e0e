import type { ServiceName } from '#local/service-name.js';
import type { CampaignDoors } from './campaign-doors.js';

export interface DeadLetter {
  readonly id: string;
  readonly eventId: string | null;
  readonly key: string | null;
  readonly code: string;
  readonly type: string | null;
}

const operator = 'ops';
const reason = 'fault campaign';
const consuming: readonly ServiceName[] = [
  'novax-adapter',
  'screening',
  'consent',
  'parent-portal',
  'notifications',
  'operations',
];

/** An operator at the desks of the services that hear events: what stands still there, and what is done about it. */
export class CampaignDesk {
  constructor(private readonly doors: CampaignDoors) {}

  async deadLetters(service: ServiceName): Promise<DeadLetter[]> {
    const path = '/messages/dead-letters?limit=1000';
    return (await this.doors.insist({ service, path, who: operator })).json['deadLetters'];
  }

  async replay(service: ServiceName, ids: readonly string[]): Promise<void> {
    await this.act(service, 'replay', ids);
  }

  async discard(service: ServiceName, ids: readonly string[]): Promise<void> {
    await this.act(service, 'discard', ids);
  }

  /** Parked children are tried again by themselves; waits for the last of them. */
  async untilNobodyIsParked(): Promise<void> {
    for (const service of consuming) {
      await this.doors.until(`the release of the children parked at ${service}`, async () =>
        (await this.parked(service)).every(({ retryAt }) => retryAt === null) ? true : null,
      );
    }
  }

  /** Clears the desks, so that what one fault has left is not taken for another one's. */
  async discardAll(): Promise<void> {
    for (const service of consuming) {
      const ids = (await this.deadLetters(service)).map(({ id }) => id);
      if (ids.length > 0) await this.discard(service, ids);
    }
  }

  /** What stands still now, in words. */
  async stillStopped(): Promise<string[]> {
    const lines = await Promise.all(
      consuming.map(async (service) => [
        ...(await this.parked(service)).map(({ eventType, code }) => `parked at ${service}: ${eventType} ${code}`),
        ...(await this.deadLetters(service)).map(({ type, code }) => `dead letter at ${service}: ${type} ${code}`),
      ]),
    );
    return lines.flat();
  }

  private async parked(service: ServiceName): Promise<{ eventType: string; code: string; retryAt: string | null }[]> {
    const path = '/messages/parked?limit=1000';
    return (await this.doors.insist({ service, path, who: operator })).json['parked'];
  }

  private async act(service: ServiceName, act: string, ids: readonly string[]): Promise<void> {
    const body = { reason, selection: { ids } };
    await this.doors.insist({ service, path: `/messages/dead-letters/${act}`, who: operator, body });
  }
}

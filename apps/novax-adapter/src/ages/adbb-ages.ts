import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { BackgroundLoop } from '#messaging/background-loop.js';
import type { AgeLimits } from '../kl/rules/adbb-rules.js';
import { AdbbAgesStore } from './adbb-ages.store.js';

/** Of municipalities that have set none (R3). 56 days and not two months: the regular first visit is often held at eight weeks. */
const DEFAULT_AGES: AgeLimits = { minDays: 56, maxCompletedMonths: 24 };
/** Another instance may have heard of the change. */
const LOOK_EVERY_MS = 5_000;

/** Each municipality's ages for ADBB in memory, so that judging asks nobody. */
@Injectable()
export class AdbbAges implements OnApplicationBootstrap, OnApplicationShutdown {
  private known: ReadonlyMap<string, AgeLimits> = new Map();
  private readonly loop = new BackgroundLoop(() => this.look(), 'adbb-ages', LOOK_EVERY_MS);

  constructor(private readonly store: AdbbAgesStore) {}

  of(municipality: string): AgeLimits {
    return this.known.get(municipality) ?? DEFAULT_AGES;
  }

  /** Looks at once. */
  call(): void {
    this.loop.call();
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.look();
    this.loop.start();
  }

  onApplicationShutdown(): Promise<void> {
    return this.loop.stop();
  }

  private async look(): Promise<boolean> {
    this.known = await this.store.all();
    return false;
  }
}

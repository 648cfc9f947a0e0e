import { Inject, Injectable } from '@nestjs/common';
import { RefusalError } from '#contracts/refusal-error.js';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import { CONFIG } from '#service/config-token.js';
import type { OperationsConfig } from '../operations.config.js';
import type { ReceivedSpan } from './received-span.js';
import { ReceivedSpansStore } from './received-spans.store.js';

/** Keeps spans where no tracing tool stands beside the hub: `TRACES_KEPT_HOURS` turns it on, production never does. */
@Injectable()
export class TraceKeeping {
  readonly keptHours: number | null;

  constructor(
    @Inject(CONFIG) { HUB_ENV, TRACES_KEPT_HOURS }: Pick<OperationsConfig, 'HUB_ENV' | 'TRACES_KEPT_HOURS'>,
    private readonly unitOfWork: UnitOfWork,
    private readonly spans: ReceivedSpansStore,
  ) {
    this.keptHours = HUB_ENV === 'production' ? null : (TRACES_KEPT_HOURS ?? null);
  }

  async take(spans: readonly ReceivedSpan[]): Promise<void> {
    await this.unitOfWork.run((tx) => this.spans.addAll(tx, spans));
  }

  /** In the order in which they began. Throws NOT_FOUND where spans are not kept. */
  async ofTrace(traceId: string): Promise<ReceivedSpan[]> {
    this.mustKeep();
    return this.unitOfWork.read((tx) => this.spans.ofTrace(tx, traceId));
  }

  async forgetOld(): Promise<void> {
    const { keptHours } = this;
    if (keptHours !== null) await this.unitOfWork.run((tx) => this.spans.dropOlderThan(tx, keptHours));
  }

  /** Throws NOT_FOUND where spans are not kept. */
  mustKeep(): void {
    if (this.keptHours === null) throw new RefusalError('NOT_FOUND');
  }
}

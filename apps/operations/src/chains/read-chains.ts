import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import { AwaitedStepsStore } from '../gaps/awaited-steps.store.js';
import { type ChainFilter, ChainsStore } from './chains.store.js';
import type { ChainStart } from './chain-start.js';
import { type ChainView, chainView } from './chain.view.js';

/** Chains with their steps and gaps, as one consistent picture. */
@Injectable()
export class ReadChains {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly chains: ChainsStore,
    private readonly awaited: AwaitedStepsStore,
  ) {}

  list(filter: ChainFilter): Promise<ChainView[]> {
    return this.unitOfWork.read(async (tx) => this.withSteps(tx, await this.chains.find(tx, filter)));
  }

  /** `municipality` null: of any. A chain of another municipality is as if it did not exist. */
  async find(traceId: string, municipality: string | null): Promise<ChainView | null> {
    return this.unitOfWork.read(async (tx) => {
      const start = await this.chains.findByTrace(tx, traceId);
      const own = start && (municipality === null || start.municipality === municipality);
      return own ? ((await this.withSteps(tx, [start]))[0] ?? null) : null;
    });
  }

  private async withSteps(tx: Parameters<ChainsStore['stepsOf']>[0], starts: ChainStart[]): Promise<ChainView[]> {
    const traceIds = starts.map((start) => start.traceId);
    const steps = Map.groupBy(await this.chains.stepsOf(tx, traceIds), (step) => step.traceId);
    const gaps = Map.groupBy(await this.awaited.gapsOf(tx, traceIds), (gap) => gap.traceId);
    return starts.map((start) => chainView(start, steps.get(start.traceId) ?? [], gaps.get(start.traceId) ?? []));
  }
}

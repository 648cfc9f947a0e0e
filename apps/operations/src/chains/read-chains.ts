import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import { AwaitedStepsStore } from '../gaps/awaited-steps.store.js';
import type { ChainFilter } from './chain-filter.js';
import { ChainsStore } from './chains.store.js';
import { type ChainView, chainView } from './chain.view.js';
import type { FoundChain } from './found-chain.js';

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
    const [chain] = await this.list({ municipality, traceId, limit: 1 });
    return chain ?? null;
  }

  private async withSteps(tx: Parameters<ChainsStore['stepsOf']>[0], found: FoundChain[]): Promise<ChainView[]> {
    const traceIds = found.map(({ traceId }) => traceId);
    const steps = Map.groupBy(await this.chains.stepsOf(tx, traceIds), (step) => step.traceId);
    const gaps = Map.groupBy(await this.awaited.gapsOf(tx, traceIds), (gap) => gap.traceId);
    return found.map((chain) => chainView(chain, steps.get(chain.traceId) ?? [], gaps.get(chain.traceId) ?? []));
  }
}

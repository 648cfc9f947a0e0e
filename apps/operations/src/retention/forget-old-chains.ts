import { Inject, Injectable } from '@nestjs/common';
import type { Tx } from '#persistence/tx.js';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import { CONFIG } from '#service/config-token.js';
import { Clock } from '#service/clock.js';
import { expectedSteps } from '../gaps/expected-steps.js';
import type { OperationsConfig } from '../operations.config.js';

/** Traces whose last step is older than `$1`, and in which nothing stands still that somebody may yet mend. */
const OLD = `
  SELECT DISTINCT trace_id FROM chain_step AS step
  WHERE occurred_at < $1
    AND NOT EXISTS (SELECT FROM chain_step AS later WHERE later.trace_id = step.trace_id AND later.occurred_at >= $1)
    AND NOT EXISTS (
      SELECT FROM awaited_step AS awaited WHERE awaited.trace_id = step.trace_id AND ended_at IS NULL AND closed_at IS NULL)
    AND NOT EXISTS (SELECT FROM stopped_message AS stopped WHERE stopped.trace_id = step.trace_id AND ended_at IS NULL)
  LIMIT 500`;
const WHOLE = ['chain_step', 'chain', 'stopped_message', 'refused_entry'] as const;
const firstOnly = expectedSteps.filter((expected) => expected.firstOnly).map(({ step }) => step);

/**
 * Chains leave with what was awaited, stopped and refused in them, when they are older than they are kept. Of each result one fact stays:
 * that it was recorded, or taken back.
 */
@Injectable()
export class ForgetOldChains {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Pick<OperationsConfig, 'CHAINS_KEPT_MONTHS'>,
  ) {}

  /** Some at a time; answers how many traces left. */
  async run(): Promise<number> {
    const kept = this.clock.today().subtract({ months: this.config.CHAINS_KEPT_MONTHS });
    return this.unitOfWork.run(async (tx) => {
      const old = await tx.query<{ trace_id: string }>(OLD, [kept.toString()]);
      const traceIds = old.map(({ trace_id }) => trace_id);
      if (traceIds.length === 0) return 0;
      for (const table of WHOLE) await tx.query(`DELETE FROM ${table} WHERE trace_id = ANY($1)`, [traceIds]);
      await this.forgetAwaited(tx, traceIds);
      return traceIds.length;
    });
  }

  /**
   * That the first of its kind came stays known until its child is deleted: it may be reported again at any time, and nothing follows.
   * Whether it was late, and who closed that, leaves with the chain.
   */
  private async forgetAwaited(tx: Tx, traceIds: readonly string[]): Promise<void> {
    await tx.query(
      'DELETE FROM awaited_step WHERE trace_id = ANY($1) AND NOT (step = ANY($2) AND ended_at IS NOT NULL)',
      [traceIds, firstOnly],
    );
    await tx.query(
      `UPDATE awaited_step
       SET gap_detected_at = NULL, closed_at = NULL, closed_by = NULL, close_code = NULL, close_reason = NULL
       WHERE trace_id = ANY($1) AND gap_detected_at IS NOT NULL`,
      [traceIds],
    );
  }
}

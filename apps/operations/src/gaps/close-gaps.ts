import { Injectable } from '@nestjs/common';
import { RefusalError } from '#contracts/refusal-error.js';
import { ActLog } from '#messaging/stopped/act-log.js';
import type { Tx } from '#persistence/tx.js';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import { Clock } from '#service/clock.js';
import type { Operator } from '../messages/operator.js';
import { AwaitedStepsStore } from './awaited-steps.store.js';
import type { GapChoice } from './gap-choice.js';
import type { GapCloseCode } from './gap-close-codes.js';

/** Why, for the page and for the log of acts. */
export interface GapClosing {
  readonly code: GapCloseCode;
  readonly reason: string;
}

/** Closes gaps whose step will never come, and takes that back; each act stands in the log of acts. A step that comes later is shown as late. */
@Injectable()
export class CloseGaps {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly awaited: AwaitedStepsStore,
    private readonly acts: ActLog,
    private readonly clock: Clock,
  ) {}

  /** Answers how many; refuses NOT_FOUND where no such gap of the operator's municipality is open. */
  close(operator: Operator, gap: GapChoice, { code, reason }: GapClosing): Promise<number> {
    const { subject: by, municipality } = operator;
    return this.unitOfWork.run(async (tx) => {
      const at = this.clock.now().toString();
      const closed = await this.awaited.closeByHand(tx, municipality, gap, { at, by, code, reason });
      return this.written(tx, operator, { act: 'close_gap', selection: { ...gap, code }, affected: closed, reason });
    });
  }

  /** Answers how many; refuses NOT_FOUND where none was closed by hand, or its step has come since. */
  reopen(operator: Operator, gap: GapChoice, reason: string): Promise<number> {
    return this.unitOfWork.run(async (tx) => {
      const affected = await this.awaited.reopen(tx, operator.municipality, gap);
      return this.written(tx, operator, { act: 'reopen_gap', selection: gap, affected, reason });
    });
  }

  private async written(
    tx: Tx,
    { subject, role, municipality }: Operator,
    act: Parameters<ActLog['write']>[2],
  ): Promise<number> {
    if (act.affected === 0) throw new RefusalError('NOT_FOUND');
    await this.acts.write(tx, { actor: `staff:${subject} as ${role}`, municipality }, act);
    return act.affected;
  }
}

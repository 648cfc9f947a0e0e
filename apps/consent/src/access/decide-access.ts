import { Injectable } from '@nestjs/common';
import type { Temporal } from 'temporal-polyfill';
import { RefusalError } from '#contracts/refusal-error.js';
import type { RefusalCode } from '#contracts/refusal-codes.js';
import type { AccessDecision } from '#contracts/questions/access.js';
import { killPoint } from '#observability/kill-point.js';
import { counter } from '#observability/metrics.js';
import type { Tx } from '#persistence/tx.js';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import { Clock } from '#service/clock.js';
import { CustodyOfChildren } from '../custody/custody-of-children.js';
import { AccessLogStore, type LoggedAccess } from './access-log.store.js';
import type { AskedQuestion } from './asked-question.js';
import { decide, type Verdict } from './decide.rules.js';
import { GatherFacts, type GatheredFacts } from './gather-facts.js';

interface Waiting {
  question: AskedQuestion;
  /** The register has been asked for this question: what is known now decides. */
  renewed: boolean;
  answer: (decision: AccessDecision) => void;
  fail: (error: unknown) => void;
}

const decisions = counter('hub.access.decisions');
/** Questions that share a transaction at most, and transactions that run at a time. */
const TOGETHER = 200;
const AT_A_TIME = 2;

/**
 * May X see Y now? Every answer, yes or no, is written to the access log in the transaction that decided it. Questions that
 * come while a transaction is under way wait together and share the next one.
 */
@Injectable()
export class DecideAccess {
  private readonly waiting: Waiting[] = [];
  private running = 0;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly gatherFacts: GatherFacts,
    private readonly custodyOfChildren: CustodyOfChildren,
    private readonly accessLog: AccessLogStore,
    private readonly clock: Clock,
  ) {}

  of(question: AskedQuestion): Promise<AccessDecision> {
    return new Promise((answer, fail) => this.wait({ question, renewed: false, answer, fail }));
  }

  /** Returns when the answer is yes; otherwise refuses as the policy says. */
  async demand(question: AskedQuestion): Promise<AccessDecision> {
    const decision = await this.of(question);
    if (decision.outcome === 'allowed') return decision;
    if (decision.hidden) throw new RefusalError('NOT_FOUND');
    throw new RefusalError(decision.code as RefusalCode);
  }

  private wait(waiting: Waiting): void {
    this.waiting.push(waiting);
    this.takeNext();
  }

  private takeNext(): void {
    while (this.running < AT_A_TIME && this.waiting.length > 0) {
      const batch = this.waiting.splice(0, TOGETHER);
      this.running += 1;
      void this.answer(batch).finally(() => {
        this.running -= 1;
        this.takeNext();
      });
    }
  }

  private async answer(batch: readonly Waiting[]): Promise<void> {
    try {
      const now = this.clock.now();
      await this.accessLog.makeReady(
        now,
        batch.map(({ question }) => question.municipality),
      );
      const decided = await this.unitOfWork.run(async (tx) => {
        const answers = await this.decideAll(tx, batch, now);
        await this.accessLog.append(
          tx,
          now,
          answers.filter((answer) => answer !== 'renew').map(({ logged }) => logged),
        );
        killPoint('consent.access.before-commit');
        return answers;
      });
      killPoint('consent.access.after-commit');
      decided.forEach((answer, index) => {
        if (answer === 'renew') void this.renew(batch[index]!);
        else batch[index]!.answer(decisionOf(answer.logged.verdict, answer.asOf));
      });
    } catch (error) {
      for (const { fail } of batch) fail(error);
    }
  }

  /** `renew` stands for a question whose custody answer is too old: it is not decided, and not logged, yet. */
  private async decideAll(tx: Tx, batch: readonly Waiting[], now: Temporal.Instant): Promise<(Decided | 'renew')[]> {
    const questions = batch.map(({ question }) => question);
    const gathered = await this.gatherFacts.of(tx, questions, now);
    return gathered.map((known, nth) => {
      if (known.isStale && !batch[nth]!.renewed) return 'renew';
      return { logged: loggedOf(known, decide(known.facts)), asOf: known.asOf };
    });
  }

  /** The register is asked outside every transaction; then the question waits for the next one. */
  private async renew(waiting: Waiting): Promise<void> {
    try {
      await this.custodyOfChildren.renew([waiting.question.childId]);
      this.wait({ ...waiting, renewed: true });
    } catch (error) {
      waiting.fail(error);
    }
  }
}

interface Decided {
  logged: LoggedAccess;
  asOf: Temporal.Instant;
}

const loggedOf = ({ question, facts, consent }: GatheredFacts, verdict: Verdict): LoggedAccess => ({
  childId: question.childId,
  municipality: question.municipality,
  asker: question.asker,
  documentKind: question.documentKind,
  documentId: question.documentId ?? null,
  action: question.action,
  relation: facts.relation,
  consent,
  verdict,
});

function decisionOf({ outcome, code, hidden, rule }: Verdict, asOf: Temporal.Instant): AccessDecision {
  decisions.add(1, { outcome, code: code ?? 'none' });
  return { outcome, code, hidden, rule, asOf: asOf.toString() };
}

import { Injectable } from '@nestjs/common';
import type { Temporal } from 'temporal-polyfill';
import type { GuardianId } from '#contracts/ids.js';
import type { AccessDecision, AccessQuestion } from '#contracts/questions/access.js';
import { killPoint } from '#observability/kill-point.js';
import { counter } from '#observability/metrics.js';
import type { Tx } from '#persistence/tx.js';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import { Clock, ZONE } from '#service/clock.js';
import { ChildrenStore } from '../children/children.store.js';
import { CustodyOfChildren } from '../custody/custody-of-children.js';
import { CustodyStore, type KeptCustody } from '../custody/custody.store.js';
import type { AskedKind } from './asked-kind.js';
import { AccessLogStore, type LoggedAccess } from './access-log.store.js';
import { GuardiansStore } from '../guardians/guardians.store.js';
import { decide, type Verdict } from './decide.rules.js';
import { relationOf, type ChildFacts } from './relation.rules.js';

/** A question as consent itself may ask it, too: about the access log. */
export type AskedQuestion = Omit<AccessQuestion, 'documentKind'> & { documentKind: AskedKind };

interface Waiting {
  question: AskedQuestion;
  /** The register has been asked for this question: what is known now decides. */
  renewed: boolean;
  answer: (decision: AccessDecision) => void;
  fail: (error: unknown) => void;
}

const decisions = counter('hub.access.decisions', {
  description: 'Answers to "may X see Y now?", by outcome and code',
});
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
    private readonly children: ChildrenStore,
    private readonly custody: CustodyStore,
    private readonly custodyOfChildren: CustodyOfChildren,
    private readonly guardians: GuardiansStore,
    private readonly accessLog: AccessLogStore,
    private readonly clock: Clock,
  ) {}

  of(question: AskedQuestion): Promise<AccessDecision> {
    return new Promise((answer, fail) => this.wait({ question, renewed: false, answer, fail }));
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
      await this.accessLog.makeReady(now);
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

  /** `renew` stands for a guardian's question whose custody answer is too old: it is not decided, and not logged, yet. */
  private async decideAll(tx: Tx, batch: readonly Waiting[], now: Temporal.Instant): Promise<(Decided | 'renew')[]> {
    const childIds = [...new Set(batch.map(({ question }) => question.childId))];
    const guarded = batch.filter(({ question }) => question.asker.kind === 'guardian');
    const children = new Map((await this.children.findAll(tx, childIds)).map((child) => [child.childId, child]));
    const answers = guarded.length > 0 ? await this.custody.findAll(tx, childIds) : [];
    const custody = new Map(answers.map((answer) => [answer.childId, answer]));
    const named = guarded.flatMap(({ question }) => guardiansNamedBy(question));
    const lasting = named.length > 0 ? await this.guardians.lastingIds(tx, [...new Set(named)]) : new Map();
    return batch.map(({ question: asked, renewed }) => {
      const question = withLastingIds(asked, lasting);
      const child = children.get(question.childId) ?? null;
      const kept = custody.get(question.childId) ?? null;
      const guardian = question.asker.kind === 'guardian';
      if (guardian && child && !renewed && !this.custodyOfChildren.isFresh(kept)) return 'renew';
      const usable = guardian && this.custodyOfChildren.isWithinGrace(kept) ? kept : null;
      return { logged: loggedOf(question, judge(question, child, usable, now)), asOf: usable?.readAt ?? now };
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

const guardiansNamedBy = ({ asker, sharedWith }: AskedQuestion): string[] => [
  ...(asker.kind === 'guardian' ? [asker.guardianId] : []),
  ...(sharedWith ?? []),
];

/** A guardian may be named by an id that another one stands for since the register told that both are one person. */
function withLastingIds(question: AskedQuestion, lasting: ReadonlyMap<string, GuardianId>): AskedQuestion {
  const { asker, sharedWith } = question;
  if (asker.kind !== 'guardian' || lasting.size === 0) return question;
  const of = (id: GuardianId): GuardianId => lasting.get(id) ?? id;
  return { ...question, asker: { ...asker, guardianId: of(asker.guardianId) }, sharedWith: sharedWith?.map(of) };
}

interface Decided {
  logged: LoggedAccess;
  asOf: Temporal.Instant;
}

function judge(
  question: AskedQuestion,
  child: ChildFacts | null,
  custody: KeptCustody | null,
  now: Temporal.Instant,
): Verdict {
  const { asker, municipality, documentKind, action, sharedWith } = question;
  const today = now.toZonedDateTimeISO(ZONE).toPlainDate();
  return decide({
    relation: relationOf(asker, municipality, child, custody, today),
    role: asker.kind === 'staff' ? asker.role : null,
    kind: documentKind,
    action,
    sharedWithAsker: asker.kind === 'guardian' && (sharedWith ?? []).includes(asker.guardianId),
  });
}

const loggedOf = (question: AskedQuestion, verdict: Verdict): LoggedAccess => ({
  childId: question.childId,
  municipality: question.municipality,
  asker: question.asker,
  documentKind: question.documentKind,
  documentId: question.documentId ?? null,
  action: question.action,
  verdict,
});

function decisionOf({ outcome, code, hidden, rule }: Verdict, asOf: Temporal.Instant): AccessDecision {
  decisions.add(1, { outcome, code: code ?? 'none' });
  return { outcome, code, hidden, rule, asOf: asOf.toString() };
}

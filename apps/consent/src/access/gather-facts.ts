import { Injectable } from '@nestjs/common';
import type { Temporal } from 'temporal-polyfill';
import type { GuardianId } from '#contracts/ids.js';
import { ConsentableKindSchema, type ConsentState } from '#contracts/questions/consents.js';
import type { Tx } from '#persistence/tx.js';
import { ZONE } from '#service/clock.js';
import { ChildrenStore, type ChildRecord } from '../children/children.store.js';
import { isYoungPerson } from '../children/young-person.rules.js';
import { consentFact } from '../consents/consent-fact.rules.js';
import type { ConsentRecord } from '../consents/consent-record.js';
import { ConsentsStore } from '../consents/consents.store.js';
import { CustodyOfChildren } from '../custody/custody-of-children.js';
import { currentHolders, guardiansAmong } from '../custody/custody.rules.js';
import { CustodyStore, type KeptCustody } from '../custody/custody.store.js';
import { GuardiansStore } from '../guardians/guardians.store.js';
import type { AskedQuestion } from './asked-question.js';
import type { AccessFacts } from './decide.rules.js';
import { isThatYoungPerson, relationOf } from './relation.rules.js';

/** Everything that one answer rests on. */
export interface GatheredFacts {
  question: AskedQuestion;
  facts: AccessFacts;
  /** The newest consent that names receiver and kind, where one matters. */
  consent: { consentId: string; state: ConsentState } | null;
  /** When the custody answer was read, or now where none is needed. */
  asOf: Temporal.Instant;
  /** The answer rests on custody, and the kept answer about it is not new. */
  isStale: boolean;
}

/** Reads, for many questions in few queries, the facts that the policy looks at. */
@Injectable()
export class GatherFacts {
  constructor(
    private readonly children: ChildrenStore,
    private readonly custody: CustodyStore,
    private readonly custodyOfChildren: CustodyOfChildren,
    private readonly guardians: GuardiansStore,
    private readonly consents: ConsentsStore,
  ) {}

  /** In the order of the questions. `asIf` lets a consent be taken for what it would be after something that has not happened. */
  async of(
    tx: Tx,
    questions: readonly AskedQuestion[],
    now: Temporal.Instant,
    asIf: (consent: ConsentRecord) => ConsentRecord = (consent) => consent,
  ): Promise<GatheredFacts[]> {
    const childIds = [...new Set(questions.map(({ childId }) => childId))];
    const children = new Map((await this.children.findAndKeep(tx, childIds)).map((child) => [child.childId, child]));
    const lasting = await this.lastingIds(tx, questions);
    const consents = await this.newestConsents(tx, questions, children);
    const guarded = questions.filter((question) => question.asker.kind === 'guardian' || consents.has(question));
    const answers = await this.custodyOf(tx, guarded);
    return questions.map((asked) => {
      const consent = consents.get(asked);
      const question = withLastingIds(asked, lasting);
      const child = children.get(question.childId) ?? null;
      return this.factsOf(question, child, answers.get(question.childId) ?? null, consent ? asIf(consent) : null, now);
    });
  }

  private factsOf(
    question: AskedQuestion,
    child: ChildRecord | null,
    kept: KeptCustody | null,
    record: ConsentRecord | null,
    now: Temporal.Instant,
  ): GatheredFacts {
    const { asker, municipality, documentKind, action, sharedWith } = question;
    const today = now.toZonedDateTimeISO(ZONE).toPlainDate();
    const restsOnCustody = child !== null && dependsOnCustody(question, child, record, today);
    const usable = restsOnCustody && this.custodyOfChildren.isWithinGrace(kept) ? kept : null;
    const used = child && record ? consentFact(record, useOf(question, child, usable, today)) : null;
    return {
      question,
      facts: {
        relation: relationOf(asker, municipality, child, usable, today),
        role: asker.kind === 'staff' ? asker.role : null,
        kind: documentKind,
        action,
        sharedWithAsker: asker.kind === 'guardian' && (sharedWith ?? []).includes(asker.guardianId),
        consent: used?.fact ?? 'never_asked',
      },
      consent: record && used ? { consentId: record.request.consentId, state: used.standing.state } : null,
      asOf: usable?.readAt ?? now,
      isStale: restsOnCustody && !this.custodyOfChildren.isFresh(kept),
    };
  }

  private async custodyOf(tx: Tx, questions: readonly AskedQuestion[]): Promise<Map<string, KeptCustody>> {
    if (questions.length === 0) return new Map();
    const answers = await this.custody.findAll(tx, [...new Set(questions.map(({ childId }) => childId))]);
    return new Map(answers.map((answer) => [answer.childId, answer]));
  }

  private async lastingIds(tx: Tx, questions: readonly AskedQuestion[]): Promise<Map<string, string>> {
    const named = questions.flatMap(({ asker, sharedWith }) =>
      asker.kind === 'guardian' ? [asker.guardianId, ...(sharedWith ?? [])] : [],
    );
    return named.length > 0 ? this.guardians.lastingIds(tx, [...new Set(named)]) : new Map();
  }

  /** Only reading by another institution can rest on a consent. */
  private async newestConsents(
    tx: Tx,
    questions: readonly AskedQuestion[],
    children: ReadonlyMap<string, ChildRecord>,
  ): Promise<Map<AskedQuestion, ConsentRecord>> {
    const asked = questions.flatMap((question) => {
      const { asker, childId, documentKind: kind, action, municipality } = question;
      const child = children.get(childId);
      const isOther = asker.kind === 'staff' && asker.organisation !== child?.healthVisitingUnit;
      if (!isOther || action !== 'read' || child?.municipality !== municipality) return [];
      if (!ConsentableKindSchema.safeParse(kind).success) return [];
      return [{ question, childId, receiver: asker.organisation, kind }];
    });
    const newest = await this.consents.newest(tx, asked);
    return new Map(asked.flatMap(({ question }, nth) => (newest[nth] ? [[question, newest[nth]] as const] : [])));
  }
}

function dependsOnCustody(
  { asker }: AskedQuestion,
  child: ChildRecord,
  record: ConsentRecord | null,
  today: Temporal.PlainDate,
): boolean {
  if (asker.kind === 'guardian') return !isThatYoungPerson(asker, child, today);
  return record !== null && !isYoungPerson(child.birthDate, today);
}

const useOf = (
  { transitionId }: AskedQuestion,
  { birthDate }: ChildRecord,
  custody: KeptCustody | null,
  today: Temporal.PlainDate,
) => ({
  birthDate,
  today,
  holderIds: custody && guardiansAmong(currentHolders(custody, birthDate, today)),
  transitionId: transitionId ?? null,
});

/** A guardian may be named by an id that another one stands for since the register told that both are one person. */
function withLastingIds(question: AskedQuestion, lasting: ReadonlyMap<string, string>): AskedQuestion {
  const { asker, sharedWith } = question;
  if (asker.kind !== 'guardian' || lasting.size === 0) return question;
  const of = (id: GuardianId): GuardianId => (lasting.get(id) as GuardianId | undefined) ?? id;
  return { ...question, asker: { ...asker, guardianId: of(asker.guardianId) }, sharedWith: sharedWith?.map(of) };
}

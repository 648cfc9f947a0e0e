import { Injectable } from '@nestjs/common';
import type { ChildId, Municipality, Organisation } from '#contracts/ids.js';
import { StaffRoleSchema } from '#contracts/questions/access.js';
import type { ConsentableKind, WithdrawalPreview } from '#contracts/questions/consents.js';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import { Clock } from '#service/clock.js';
import type { AskedQuestion } from '../access/asked-question.js';
import { decide } from '../access/decide.rules.js';
import { GatherFacts } from '../access/gather-facts.js';
import type { ConsentRecord, ConsentRequest } from './consent-record.js';
import { ConsentsStore } from './consents.store.js';

/**
 * What a withdrawal would do: every role at the receiver is asked about every kind the consent names, by the facts and the policy that decide
 * live, once as things are and once as if it had been withdrawn. What is allowed now and refused then is told.
 */
@Injectable()
export class PreviewWithdrawal {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly consents: ConsentsStore,
    private readonly gatherFacts: GatherFacts,
    private readonly clock: Clock,
  ) {}

  async of(consentId: string, placesWithheld: boolean): Promise<WithdrawalPreview> {
    return this.unitOfWork.read(async (tx) => {
      const { request } = (await this.consents.find(tx, consentId))!;
      const cells = StaffRoleSchema.options.flatMap((role) => request.documentKinds.map((kind) => ({ role, kind })));
      const questions = cells.map(({ role, kind }) => questionOf(request, role, kind));
      const now = this.clock.now();
      const before = await this.gatherFacts.of(tx, questions, now);
      const after = await this.gatherFacts.of(tx, questions, now, (record) => asIfWithdrawn(record, consentId));
      const refusals = cells.flatMap(({ role, kind }, nth) => {
        const { outcome, code } = decide(after[nth]!.facts);
        if (decide(before[nth]!.facts).outcome === 'refused' || outcome === 'allowed') return [];
        const organisation = placesWithheld ? null : (request.receiver as Organisation);
        return [{ organisation, role, documentKind: kind, code: code! }];
      });
      return { refusals };
    });
  }
}

function asIfWithdrawn(record: ConsentRecord, withdrawnId: string): ConsentRecord {
  if (record.request.consentId !== withdrawnId) return record;
  const { at, holderIds } = record.entries.at(-1)!;
  const withdrawal = { kind: 'answer', as: 'guardian', decision: 'withdrawn', textVersion: 0, language: 'da' } as const;
  return { ...record, entries: [...record.entries, { ...withdrawal, at, holderIds, answererId: '' }] };
}

const questionOf = (
  { municipality, childId, receiver }: ConsentRequest,
  role: (typeof StaffRoleSchema.options)[number],
  documentKind: ConsentableKind,
): AskedQuestion => ({
  municipality: municipality as Municipality,
  asker: { kind: 'staff', role, organisation: receiver as Organisation, subject: 'preview' },
  childId: childId as ChildId,
  documentKind,
  action: 'read',
});

import type { StaffRole } from '#contracts/questions/access.js';
import type { RefusalCode } from '#contracts/refusal-codes.js';
import type { ConsentFact } from '../consents/consent-fact.js';
import type { AskedKind } from './asked-kind.js';
import { accessPolicy, type PolicyLine } from './policy.js';
import type { PolicyLineName } from './policy-words.js';
import type { Relation } from './relation.js';

/** The facts that the policy looks at. */
export interface AccessFacts {
  relation: Relation;
  /** Null for guardians and machines. */
  role: StaffRole | null;
  kind: AskedKind;
  action: 'read' | 'write' | 'share';
  sharedWithAsker: boolean;
  /** `never_asked` wherever no consent can matter. */
  consent: ConsentFact;
}

export interface Verdict {
  outcome: 'allowed' | 'refused';
  code: RefusalCode | null;
  hidden: boolean;
  rule: string;
  /** The line of the policy that decided. */
  line: PolicyLineName;
}

/** The policy's answer to the facts. */
export function decide(facts: AccessFacts): Verdict {
  const line = accessPolicy.find((candidate) => fits(candidate, facts));
  if (!line) return { outcome: 'refused', code: 'ROLE_NOT_ALLOWED', hidden: false, rule: 'default', line: 'no_line' };
  const { rule, name, answer } = line;
  if (answer === 'allowed') return { outcome: 'allowed', code: null, hidden: false, rule, line: name };
  return { outcome: 'refused', code: answer, hidden: line.hidden ?? false, rule, line: name };
}

function fits(line: PolicyLine, facts: AccessFacts): boolean {
  return (
    [line.relation].flat().includes(facts.relation) &&
    (!line.roles || (facts.role !== null && line.roles.includes(facts.role))) &&
    (!line.kinds || line.kinds.includes(facts.kind)) &&
    (!line.actions || line.actions.includes(facts.action)) &&
    (!line.consent || line.consent === facts.consent) &&
    (!line.sharedWithAsker || facts.sharedWithAsker)
  );
}

import { Injectable } from '@nestjs/common';
import { ChildIdSchema, DocumentIdSchema, MunicipalitySchema } from '#contracts/ids.js';
import type { AccessQuestion } from '#contracts/questions/access.js';
import { AccessQuestions } from '#security/access-questions.client.js';
import { askerOf } from '#security/asker-of.js';
import type { StaffPrincipal } from '#security/principal.js';

/** What somebody wants of one child's data. */
interface Wish {
  childId: string;
  kind: AccessQuestion['documentKind'];
  action: AccessQuestion['action'];
  documentId?: string;
}

/** Asks consent, before anything of a child is shown or changed, whether this member of staff may. */
@Injectable()
export class ChildAccess {
  constructor(private readonly questions: AccessQuestions) {}

  /** Refuses with consent's code when the answer is no. */
  async demand(caller: StaffPrincipal, wish: Wish): Promise<void> {
    await this.questions.demand(questionOf(caller, wish));
  }

  /** For lists: those that may not be seen are left out. */
  async allows(caller: StaffPrincipal, wish: Wish): Promise<boolean> {
    return (await this.questions.ask(questionOf(caller, wish))).outcome === 'allowed';
  }
}

function questionOf(caller: StaffPrincipal, { childId, kind, action, documentId }: Wish): AccessQuestion {
  return {
    municipality: MunicipalitySchema.parse(caller.municipality),
    asker: askerOf(caller),
    childId: ChildIdSchema.parse(childId),
    documentKind: kind,
    ...(documentId === undefined ? {} : { documentId: DocumentIdSchema.parse(documentId) }),
    action,
  };
}

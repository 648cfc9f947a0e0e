import { Injectable } from '@nestjs/common';
import { ChildIdSchema, MunicipalitySchema, type GuardianId } from '#contracts/ids.js';
import { RefusalError } from '#contracts/refusal-error.js';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import { AccessQuestions } from '#security/access-questions.client.js';

/** Asks consent whether a guardian, for whom the parent portal speaks, may write to the institution or read what was written. */
@Injectable()
export class GuardianAccess {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly questions: AccessQuestions,
  ) {}

  /** Refuses with consent's code, or as UNKNOWN_CHILD. Answers the municipality whose child it is. */
  async demand(childId: string, guardianId: GuardianId, action: 'read' | 'write'): Promise<string> {
    const municipality = await this.municipalityOf(childId);
    await this.questions.demand({
      municipality: MunicipalitySchema.parse(municipality),
      asker: { kind: 'guardian', guardianId },
      childId: ChildIdSchema.parse(childId),
      documentKind: 'guardian_message',
      sharedWith: [guardianId],
      action,
    });
    return municipality;
  }

  private async municipalityOf(childId: string): Promise<string> {
    const [record] = await this.unitOfWork.read((tx) =>
      tx.query<{ municipality: string }>('select municipality from child_record where child_id = $1', [childId]),
    );
    if (!record) throw new RefusalError('UNKNOWN_CHILD');
    return record.municipality;
  }
}

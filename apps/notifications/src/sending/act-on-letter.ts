import { SpanKind } from '@opentelemetry/api';
import { Injectable } from '@nestjs/common';
import { attributes } from '#observability/attributes.js';
import { withRemoteParent } from '#observability/with-remote-parent.js';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import { Clock } from '#service/clock.js';
import type { Letter } from '../letters/letter.js';
import { LetterStore } from '../letters/letter.store.js';
import { QuestionLetter } from './question-letter.js';
import { SendLetter } from './send-letter.js';

/** Does what a claimed letter waits for, in the trace it was ordered in. */
@Injectable()
export class ActOnLetter {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly letters: LetterStore,
    private readonly sendLetter: SendLetter,
    private readonly questionLetter: QuestionLetter,
    private readonly clock: Clock,
  ) {}

  /** Looks again after the claim: somebody else may have done it in the meantime. */
  async act(letterId: string): Promise<void> {
    const letter = await this.unitOfWork.read((tx) => this.letters.find(tx, letterId));
    if (!letter || !this.isDue(letter)) return;
    const described = { [attributes.letterId]: letterId, [attributes.attempt]: letter.tries };
    await withRemoteParent(
      letter.traceparent,
      `letter ${letter.state}`,
      SpanKind.INTERNAL,
      () => this.next(letter),
      described,
    );
  }

  private isDue(letter: Letter): boolean {
    if (letter.state === 'submitting') return true;
    return (
      'dueAt' in letter && letter.dueAt !== null && letter.dueAt.epochMilliseconds <= this.clock.now().epochMilliseconds
    );
  }

  private async next(letter: Letter): Promise<void> {
    switch (letter.state) {
      case 'requested':
        return this.sendLetter.send(letter);
      case 'submitting':
        return this.questionLetter.orphaned(letter);
      case 'unknown':
      case 'submitted':
        return this.questionLetter.ask(letter);
      default:
        return;
    }
  }
}

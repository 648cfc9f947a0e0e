import { Injectable } from '@nestjs/common';
import type { Tx } from '#persistence/tx.js';
import { Clock } from '#service/clock.js';
import { cancel } from './letter.rules.js';
import { LetterStore } from './letter.store.js';
import { PublishLetterState } from './publish-letter-state.js';

/** A consent that has ended needs no letter any more: those that wait are cancelled, those under way are not tried again. */
@Injectable()
export class EndConsentLetters {
  constructor(
    private readonly letters: LetterStore,
    private readonly publish: PublishLetterState,
    private readonly clock: Clock,
  ) {}

  async of(tx: Tx, consentId: string, code: string): Promise<void> {
    for (const letter of await this.letters.endConsent(tx, consentId, code)) {
      if (letter.state === 'requested') await this.publish.change(tx, letter, cancel(letter, code), this.clock.now());
    }
  }
}

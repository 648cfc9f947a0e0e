import { Injectable } from '@nestjs/common';
import type { ConsentId } from '#contracts/ids.js';
import type { WithdrawalPreview } from '#contracts/questions/consents.js';
import { CurrentGuardian, type Guardian } from '../login/current-guardian.js';
import { hiddenAsUnknown } from '../login/hidden-as-unknown.js';
import { TextsOfMunicipality } from '../municipality/texts-of-municipality.js';
import type { PortalUser } from '../session/portal-user.js';
import type { Words } from '../words/words.js';
import { ConsentsClient } from './consents.client.js';
import { shownConsent, type ShownConsent } from './shown-consent.js';

/** What the person who is logged in was asked to consent to, as pages show it. NOT_GUARDIAN without custody. */
@Injectable()
export class MyConsents {
  constructor(
    private readonly currentGuardian: CurrentGuardian,
    private readonly consents: ConsentsClient,
    private readonly texts: TextsOfMunicipality,
  ) {}

  /** Newest first. */
  async all(user: PortalUser, words: Words): Promise<ShownConsent[]> {
    const { guardianId, children } = await this.currentGuardian.of(user);
    const { consents } = await this.consents.of(guardianId);
    return consents.map((consent) => shownConsent(consent, children, this.texts, words));
  }

  /** NOT_FOUND alike for one that is not there and one that is somebody else's. */
  async one(
    user: PortalUser,
    consentId: ConsentId,
    words: Words,
  ): Promise<{ guardian: Guardian; consent: ShownConsent }> {
    const guardian = await this.currentGuardian.of(user);
    const consent = await hiddenAsUnknown(() => this.consents.one(consentId, guardian.guardianId));
    return { guardian, consent: shownConsent(consent, guardian.children, this.texts, words) };
  }

  /** What would be refused to whom after a withdrawal. */
  preview({ guardianId }: Guardian, consentId: ConsentId): Promise<WithdrawalPreview> {
    return hiddenAsUnknown(() => this.consents.withdrawalPreview(consentId, guardianId));
  }
}

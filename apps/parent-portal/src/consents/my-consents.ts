import { Injectable } from '@nestjs/common';
import type { ConsentId } from '#contracts/ids.js';
import type { WithdrawalPreview } from '#contracts/questions/consents.js';
import { ConsentClient } from '../children/consent.client.js';
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
    private readonly children: ConsentClient,
    private readonly consents: ConsentsClient,
    private readonly texts: TextsOfMunicipality,
  ) {}

  /** Newest first. */
  async all(user: PortalUser, words: Words): Promise<ShownConsent[]> {
    const { guardianId } = await this.currentGuardian.of(user);
    const [children, { consents }] = await Promise.all([
      this.children.childrenOf(guardianId),
      this.consents.of(guardianId),
    ]);
    return consents.map((consent) => shownConsent(consent, children, this.texts, words));
  }

  /** NOT_FOUND alike for one that is not there and one that is somebody else's. */
  async one(
    user: PortalUser,
    consentId: ConsentId,
    words: Words,
  ): Promise<{ guardian: Guardian; consent: ShownConsent }> {
    const guardian = await this.currentGuardian.of(user);
    const [children, consent] = await Promise.all([
      this.children.childrenOf(guardian.guardianId),
      hiddenAsUnknown(() => this.consents.one(consentId, guardian.guardianId)),
    ]);
    return { guardian, consent: shownConsent(consent, children, this.texts, words) };
  }

  /** What would be refused to whom after a withdrawal. */
  preview({ guardianId }: Guardian, consentId: ConsentId): Promise<WithdrawalPreview> {
    return hiddenAsUnknown(() => this.consents.withdrawalPreview(consentId, guardianId));
  }
}

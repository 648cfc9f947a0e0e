import { Get, Post } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { ConsentIdSchema } from '#contracts/ids.js';
import type { ConsentDecision } from '#contracts/questions/consents.js';
import { Caller } from '#security/caller.js';
import { PathParams } from '#service/inputs.js';
import { Frame, type PageFrame } from '../layout/page-frame.js';
import { TextsOfMunicipality } from '../municipality/texts-of-municipality.js';
import { FormBody } from '#service/form-body.js';
import { FormDoor } from '../pages/form-door.js';
import { FormFault } from '#service/form-fault.js';
import { PageDoor } from '../pages/page-door.js';
import { PortalPages } from '../pages/portal-pages.js';
import { seeOther } from '#service/see-other.js';
import type { PortalUser } from '../session/portal-user.js';
import { RequireFreshLogin } from '../session/require-fresh-login.js';
import { AnswerFormSchema, WithdrawFormSchema, type AnswerForm, type WithdrawForm } from './answer-form.js';
import { AnswerFromPage } from './answer-from-page.js';
import { ConsentPage } from './consent.page.js';
import { ConsentsPage } from './consents.page.js';
import { MyConsents } from './my-consents.js';
import { ReceiptPage } from './receipt.page.js';
import { WithdrawPage } from './withdraw.page.js';

const ConsentPathSchema = z.object({ consentId: ConsentIdSchema });
type ConsentPath = z.infer<typeof ConsentPathSchema>;

/** What I am asked to agree to, my answers with their receipts, and the way to take one back. */
@PortalPages('portal/consents')
export class ConsentsPagesController {
  constructor(
    private readonly myConsents: MyConsents,
    private readonly answers: AnswerFromPage,
    private readonly requireFreshLogin: RequireFreshLogin,
    private readonly texts: TextsOfMunicipality,
  ) {}

  @Get()
  @PageDoor('What I was asked to consent to, with its state and receipts.')
  async list(@Caller() user: PortalUser, @Frame() frame: PageFrame) {
    return <ConsentsPage frame={frame} consents={await this.myConsents.all(user, frame.words)} />;
  }

  @Get(':consentId')
  @PageDoor('One consent, with everything to know before answering, and the answer.')
  one(@PathParams(ConsentPathSchema) path: ConsentPath, @Caller() user: PortalUser, @Frame() frame: PageFrame) {
    return this.page(path, user, frame);
  }

  @Post(':consentId')
  @FormDoor('Grants or declines.', AnswerFormSchema)
  answer(
    @PathParams(ConsentPathSchema) path: ConsentPath,
    @FormBody(AnswerFormSchema) { decision, ...form }: AnswerForm,
    @Caller() user: PortalUser,
    @Frame() frame: PageFrame,
  ) {
    return this.take(path, user, frame, decision, form, `/portal/consents/${path.consentId}`);
  }

  @Get(':consentId/withdraw')
  @PageDoor('What would be refused to whom, before a consent is withdrawn.')
  async preview(
    @PathParams(ConsentPathSchema) { consentId }: ConsentPath,
    @Caller() user: PortalUser,
    @Frame() frame: PageFrame,
  ) {
    const { guardian, consent } = await this.myConsents.one(user, consentId, frame.words);
    return (
      <WithdrawPage
        frame={frame}
        consent={consent}
        preview={await this.myConsents.preview(guardian, consentId)}
        placeName={(place) => this.texts.placeName(consent.municipality, place, frame.words)}
        formKey={randomUUID()}
        loginFirst={!this.requireFreshLogin.isFresh(user)}
      />
    );
  }

  @Post(':consentId/withdraw')
  @FormDoor('Withdraws.', WithdrawFormSchema)
  withdraw(
    @PathParams(ConsentPathSchema) path: ConsentPath,
    @FormBody(WithdrawFormSchema) form: WithdrawForm,
    @Caller() user: PortalUser,
    @Frame() frame: PageFrame,
  ) {
    return this.take(path, user, frame, 'withdrawn', form, `/portal/consents/${path.consentId}/withdraw`);
  }

  @Get(':consentId/receipt')
  @PageDoor('The receipt of an answer, to keep or print.')
  async receipt(
    @PathParams(ConsentPathSchema) { consentId }: ConsentPath,
    @Caller() user: PortalUser,
    @Frame() frame: PageFrame,
  ) {
    const { consent } = await this.myConsents.one(user, consentId, frame.words);
    return <ReceiptPage frame={frame} consent={consent} />;
  }

  private async take(
    path: ConsentPath,
    user: PortalUser,
    frame: PageFrame,
    decision: ConsentDecision,
    form: WithdrawForm,
    returnTo: string,
  ) {
    this.requireFreshLogin.of(user, returnTo);
    const { guardian, consent } = await this.myConsents.one(user, path.consentId, frame.words);
    const outcome = await this.answers.give(user, guardian, consent, decision, form);
    if (outcome !== 'done') throw new FormFault(await this.page(path, user, frame, outcome));
    return seeOther(`/portal/consents/${path.consentId}/receipt`);
  }

  private async page(
    { consentId }: ConsentPath,
    user: PortalUser,
    frame: PageFrame,
    notTaken?: 'text_changed' | 'too_late',
  ) {
    const { consent } = await this.myConsents.one(user, consentId, frame.words);
    return (
      <ConsentPage
        frame={frame}
        consent={consent}
        formKey={randomUUID()}
        loginFirst={!this.requireFreshLogin.isFresh(user)}
        notTaken={notTaken}
      />
    );
  }
}

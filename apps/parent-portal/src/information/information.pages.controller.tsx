import { Get, Post } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { MunicipalitySchema } from '#contracts/ids.js';
import { Caller } from '#security/caller.js';
import { DonePage } from '../layout/done.page.js';
import { Frame, type PageFrame } from '../layout/page-frame.js';
import { FormBody } from '#service/form-body.js';
import { FormDoor } from '../pages/form-door.js';
import { FormFault } from '#service/form-fault.js';
import { formKey } from '../pages/form-key.js';
import { PageDoor } from '../pages/page-door.js';
import { PortalPages } from '../pages/portal-pages.js';
import { seeOther } from '#service/see-other.js';
import { PortalLimits } from '../session/portal-limits.js';
import type { PortalUser } from '../session/portal-user.js';
import { InformationFormSchema, readInformationForm, type InformationForm } from './information-form.rules.js';
import { InformationPage } from './information.page.js';
import { InformationRequestsClient } from './information-requests.client.js';

/** A parent without custody asks about a child (R11). Everybody who asks is answered alike, whether the child is known or not. */
@PortalPages('portal/information')
export class InformationPagesController {
  constructor(
    private readonly requests: InformationRequestsClient,
    private readonly limits: PortalLimits,
  ) {}

  @Get()
  @PageDoor('Asking for information about a child, for a parent without custody.')
  form(@Frame() frame: PageFrame) {
    return <InformationPage frame={frame} draft={{ key: randomUUID(), childNumber: '', question: '' }} faults={[]} />;
  }

  @Post()
  @FormDoor('Asks; the answer never tells whether the child is known.', InformationFormSchema)
  async ask(
    @FormBody(InformationFormSchema) form: InformationForm,
    @Caller() user: PortalUser,
    @Frame() frame: PageFrame,
  ) {
    const { childCpr, faults } = readInformationForm(form, frame.words);
    if (!childCpr) throw new FormFault(<InformationPage frame={frame} draft={form} faults={faults} />);
    const request = {
      municipality: MunicipalitySchema.parse(user.municipality),
      requesterCpr: user.cpr.reveal(),
      childCpr: childCpr.reveal(),
      question: form.question,
    };
    await this.limits.ask(user, () => this.requests.request(request, formKey(user, form.key)));
    return seeOther('/portal/information/sent');
  }

  @Get('sent')
  @PageDoor('Says that a question was received, always in the same words.')
  sent(@Frame() frame: PageFrame) {
    const words = frame.words.information;
    const onward = { path: '/portal', label: frame.words.frame.home };
    return <DonePage frame={frame} title={words.sentTitle} told={[words.sentWhat, words.sentNext]} onward={onward} />;
  }
}

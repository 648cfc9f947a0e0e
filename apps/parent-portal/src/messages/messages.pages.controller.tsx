import { Get, Post } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import type { ChildId } from '#contracts/ids.js';
import { Caller } from '#security/caller.js';
import { PathParams } from '#service/inputs.js';
import { ChildPathSchema, type ChildPath } from '../children/child-path.js';
import { childName } from '../children/child-words.js';
import { ownChild } from '../children/own-child.js';
import { DonePage } from '../layout/done.page.js';
import type { Fault } from '../layout/fault-summary.view.js';
import { Frame, type PageFrame } from '../layout/page-frame.js';
import { CurrentGuardian, type Guardian } from '../login/current-guardian.js';
import { hiddenAsUnknown } from '../login/hidden-as-unknown.js';
import { FormBody } from '#service/form-body.js';
import { FormDoor } from '../pages/form-door.js';
import { FormFault } from '#service/form-fault.js';
import { formKey } from '../pages/form-key.js';
import { PageDoor } from '../pages/page-door.js';
import { PortalPages } from '../pages/portal-pages.js';
import { seeOther } from '#service/see-other.js';
import type { PortalUser } from '../session/portal-user.js';
import { GuardianMessagesClient } from './guardian-messages.client.js';
import { messageFaults, MessageFormSchema, type MessageForm } from './message-form.rules.js';
import { MessagesPage } from './messages.page.js';

/** Writing to the institution about a child. Screening asks consent whether the person may. */
@PortalPages('portal/children/:childId/messages')
export class MessagesPagesController {
  constructor(
    private readonly currentGuardian: CurrentGuardian,
    private readonly messages: GuardianMessagesClient,
  ) {}

  @Get()
  @PageDoor('Writing to the institution, and what I have written.')
  async list(
    @PathParams(ChildPathSchema) { childId }: ChildPath,
    @Caller() user: PortalUser,
    @Frame() frame: PageFrame,
  ) {
    const guardian = await this.currentGuardian.of(user, async () => childId);
    return this.page(guardian, childId, frame, { text: '', key: randomUUID() }, []);
  }

  @Post()
  @FormDoor("Writes to the institution; the words become part of the child's record.", MessageFormSchema)
  async write(
    @PathParams(ChildPathSchema) { childId }: ChildPath,
    @FormBody(MessageFormSchema) form: MessageForm,
    @Caller() user: PortalUser,
    @Frame() frame: PageFrame,
  ) {
    const guardian = await this.currentGuardian.of(user, async () => childId);
    const faults = messageFaults(form, frame.words);
    if (faults.length > 0) throw new FormFault(await this.page(guardian, childId, frame, form, faults));
    const { guardianId } = guardian;
    await hiddenAsUnknown(() => this.messages.write(childId, { guardianId, text: form.text }, formKey(user, form.key)));
    return seeOther(`/portal/children/${childId}/messages/sent`);
  }

  @Get('sent')
  @PageDoor('Says that a message was sent.')
  sent(@PathParams(ChildPathSchema) { childId }: ChildPath, @Frame() frame: PageFrame) {
    const words = frame.words.messages;
    const onward = { path: `/portal/children/${childId}/messages`, label: words.toMessages };
    return <DonePage frame={frame} title={words.sentTitle} told={[words.sentWhat]} onward={onward} />;
  }

  private async page(
    guardian: Guardian,
    childId: ChildId,
    frame: PageFrame,
    draft: MessageForm,
    faults: readonly Fault[],
  ) {
    const { messages } = await hiddenAsUnknown(() => this.messages.of(childId, guardian.guardianId));
    const child = ownChild(guardian, childId);
    const name = child ? childName(child, frame.words) : frame.words.children.nameless;
    return (
      <MessagesPage
        frame={frame}
        childId={childId}
        name={child?.relation === 'self' ? null : name}
        messages={messages}
        draft={draft}
        faults={faults}
      />
    );
  }
}

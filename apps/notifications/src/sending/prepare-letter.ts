import { Inject, Injectable } from '@nestjs/common';
import type { LetterRecipient } from '#contracts/questions/guardians.js';
import { CONFIG } from '#service/config-token.js';
import type { OutgoingLetter } from '../channel/letter-channel.js';
import { writeForsendelse } from '../channel/write-forsendelse.js';
import type { LetterChannelName, LetterOrder } from '../letters/letter.js';
import { writeMemo } from '../memo/write-memo.js';
import type { NotificationsConfig } from '../notifications.config.js';
import { letterPdf } from '../texts/letter-pdf.js';
import { letterTemplate } from '../texts/letter-templates.js';
import { renderLetter } from '../texts/render-letter.js';
import { SenderRegister } from './sender-register.js';

export interface PreparedLetter extends OutgoingLetter {
  /** Wording, version and language: `first_share.v1/da`. */
  readonly template: string;
}

/** Makes a letter's words, its PDF and the message around it. The same order, recipient and channel give the same bytes in every try. */
@Injectable()
export class PrepareLetter {
  constructor(
    private readonly senders: SenderRegister,
    @Inject(CONFIG) private readonly config: NotificationsConfig,
  ) {}

  /** Throws a refusal when the text is not neutral or the message breaks a rule: such a letter is never sent. */
  async for(order: LetterOrder, recipient: LetterRecipient, channel: LetterChannelName): Promise<PreparedLetter> {
    const sender = this.senders.of(order.municipality);
    const values = { sender: sender.name, portalUrl: this.config.PORTAL_URL };
    const letter = renderLetter(letterTemplate(order.kind, recipient.language), values, recipient.name);
    const pdf = await letterPdf(letter, sender.name, new Date(order.requestedAt.epochMilliseconds));
    const template = `${letter.templateCode}/${letter.language}`;
    if (channel === 'physical_letter') {
      const payload = writeForsendelse({ messageUuid: order.messageUuid, recipientCpr: recipient.cpr, pdf });
      return { channel, template, payload };
    }
    const payload = writeMemo({
      messageUuid: order.messageUuid,
      messageId: order.letterId,
      messageCode: letter.templateCode,
      label: letter.label,
      notification: letter.notification,
      reply: this.config.REPLIES_CONNECTED,
      sender: { cvr: sender.cvr, label: sender.name },
      recipientCpr: recipient.cpr,
      kle: sender.kle?.[order.kind] ?? null,
      createdDateTime: order.requestedAt.round('second').toString(),
      file: { encodingFormat: 'application/pdf', filename: letter.filename, language: letter.language, content: pdf },
      action: letter.action,
    });
    return { channel, template, payload };
  }
}

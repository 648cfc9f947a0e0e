import { XMLBuilder } from 'fast-xml-parser';
import type { Temporal } from 'temporal-polyfill';

const builder = new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: '@', format: false });

export interface CitizenReply {
  messageUuid: string;
  /** The message that is answered. */
  repliesTo: string;
  senderCpr: string;
  recipientCvr: string;
  label: string;
  text: string;
  createdAt: Temporal.Instant;
}

/** A citizen's reply as Digital Post hands it over: MeMo 1.2 with ReplyData and the text as a file. */
export function replyMessage(reply: CitizenReply): string {
  return builder.build({
    'memo:Message': {
      '@xmlns:memo': 'https://DigitalPost.dk/MeMo-1',
      '@memoVersion': '1.2',
      'memo:MessageHeader': {
        'memo:messageType': 'DIGITALPOST',
        'memo:messageUUID': reply.messageUuid,
        'memo:label': reply.label,
        'memo:Sender': { 'memo:senderID': reply.senderCpr, 'memo:idType': 'CPR', 'memo:label': 'Borger' },
        'memo:Recipient': { 'memo:recipientID': reply.recipientCvr, 'memo:idType': 'CVR' },
        'memo:ReplyData': { 'memo:messageUUID': reply.repliesTo },
      },
      'memo:MessageBody': {
        'memo:createdDateTime': reply.createdAt.round('second').toString(),
        'memo:MainDocument': {
          'memo:File': {
            'memo:encodingFormat': 'text/plain',
            'memo:filename': 'svar.txt',
            'memo:language': 'da',
            'memo:content': Buffer.from(reply.text).toString('base64'),
          },
        },
      },
    },
  });
}

import { RefusalError } from '#contracts/refusal-error.js';
import { XMLBuilder } from 'fast-xml-parser';
import type { KleSubject, MemoMessage } from './memo-message.js';
import { memoViolations } from './memo.rules.js';

const builder = new XMLBuilder({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  suppressBooleanAttributes: false,
  suppressEmptyNode: false,
  format: false,
});

/**
 * Writes the message as a `memo:Message` element without an XML declaration, so that it can stand inside a request.
 * The receiving service demands the literal prefix `memo:`, and the schema fixes the order of the elements.
 * Throws `MEMO_INVALID` naming the first broken rule; nothing that breaks a rule is ever sent.
 */
export function writeMemo(message: MemoMessage): string {
  const [violation] = memoViolations(message);
  if (violation) throw new RefusalError('MEMO_INVALID', { place: `${violation.place}: ${violation.rule}` });
  return builder.build({
    'memo:Message': {
      '@xmlns:memo': 'https://DigitalPost.dk/MeMo-1',
      '@memoVersion': '1.2',
      'memo:MessageHeader': header(message),
      'memo:MessageBody': body(message),
    },
  });
}

function header(message: MemoMessage): object {
  return {
    'memo:messageType': 'DIGITALPOST',
    'memo:messageUUID': message.messageUuid,
    'memo:messageID': message.messageId,
    'memo:messageCode': message.messageCode,
    'memo:label': message.label,
    'memo:notification': message.notification,
    'memo:reply': String(message.reply),
    'memo:mandatory': 'false',
    'memo:legalNotification': 'false',
    'memo:postType': 'MYNDIGHEDSPOST',
    'memo:Sender': {
      'memo:senderID': message.sender.cvr,
      'memo:idType': 'CVR',
      'memo:label': message.sender.label,
    },
    'memo:Recipient': { 'memo:recipientID': message.recipientCpr, 'memo:idType': 'CPR' },
    ...(message.kle ? { 'memo:ContentData': { 'kle:KLEdata': kleData(message.kle) } } : {}),
  };
}

function kleData(kle: KleSubject): object {
  return {
    '@xmlns:kle': 'http://kle-online.dk/',
    'kle:subjectKey': kle.subjectKey,
    'kle:version': kle.version,
    ...(kle.activityFacet ? { 'kle:activityFacet': kle.activityFacet } : {}),
    'kle:label': kle.label,
  };
}

function body(message: MemoMessage): object {
  return {
    'memo:createdDateTime': message.createdDateTime,
    'memo:MainDocument': {
      'memo:File': {
        'memo:encodingFormat': message.file.encodingFormat,
        'memo:filename': message.file.filename,
        'memo:language': message.file.language,
        'memo:content': Buffer.from(message.file.content).toString('base64'),
      },
      'memo:Action': {
        'memo:label': message.action.label,
        'memo:actionCode': 'SELVBETJENING',
        'memo:EntryPoint': { 'memo:url': message.action.url },
      },
    },
  };
}

import { PlatformError } from './platform-error.js';
import { pdfText } from './pdf-text.js';
import type { SentLetter } from './taken-letter.js';
import { child, textOf, type XmlElement } from './xml-element.js';

const ORDERS: Record<string, readonly string[]> = {
  'memo:Message': ['memo:MessageHeader', 'memo:MessageBody'],
  'memo:MessageHeader': [
    'memo:messageType',
    'memo:messageUUID',
    'memo:messageID',
    'memo:messageCode',
    'memo:label',
    'memo:notification',
    'memo:additionalNotification',
    'memo:reply',
    'memo:replyByDateTime',
    'memo:doNotDeliverUntilDate',
    'memo:mandatory',
    'memo:legalNotification',
    'memo:postType',
    'memo:Sender',
    'memo:Recipient',
    'memo:ContentData',
    'memo:ForwardData',
    'memo:ReplyData',
  ],
  'memo:Sender': [
    'memo:senderID',
    'memo:idType',
    'memo:idTypeLabel',
    'memo:label',
    'memo:AttentionData',
    'memo:ContactPoint',
    'memo:Representative',
  ],
  'memo:Recipient': [
    'memo:recipientID',
    'memo:idType',
    'memo:idTypeLabel',
    'memo:label',
    'memo:AttentionData',
    'memo:ContactPoint',
  ],
  'memo:MessageBody': [
    'memo:createdDateTime',
    'memo:MainDocument',
    'memo:AdditionalDocument',
    'memo:TechnicalDocument',
  ],
  'memo:MainDocument': ['memo:mainDocumentID', 'memo:label', 'memo:File', 'memo:Action'],
  'memo:File': ['memo:encodingFormat', 'memo:filename', 'memo:language', 'memo:content'],
  'memo:Action': [
    'memo:label',
    'memo:actionCode',
    'memo:startDateTime',
    'memo:endDateTime',
    'memo:Reservation',
    'memo:EntryPoint',
  ],
};
const ACTION_CODES = [
  'AFTALE',
  'BEKRAEFT',
  'BETALING',
  'FORBEREDELSE',
  'INFORMATION',
  'SELVBETJENING',
  'TILMELDING',
  'UNDERSKRIV',
];
const UUID_V4 = /^[a-f0-9]{8}-[a-f0-9]{4}-4[a-f0-9]{3}-[ab89][a-f0-9]{3}-[a-f0-9]{12}$/i;
const BAD_IN_FILE_NAME = /[<>:"/\\|?*\r\n\u00A0\u2000-\u200A\u2028\u205F\u2060\u3000]/;

/**
 * Checks a MeMo 1.2 message: order and lengths of the schema for the parts that are in use, and what Digital Post refuses beyond it.
 * The prefix `memo:` is demanded literally, as the platform does.
 */
export function checkMemo(message: XmlElement): SentLetter {
  demand(message['@memoVersion'] === '1.2' && message['@memoSchVersion'] === undefined, 'memoVersion');
  demand(message['@xmlns:memo'] === 'https://DigitalPost.dk/MeMo-1', 'namespace');
  inOrder('memo:Message', message);
  const header = part(message, 'memo:MessageHeader');
  const body = part(message, 'memo:MessageBody');
  const sender = part(header, 'memo:Sender');
  const recipient = part(header, 'memo:Recipient');
  demand(textOf(header, 'memo:messageType') === 'DIGITALPOST', 'messageType');
  demand(textOf(sender, 'memo:idType') === 'CVR', 'Sender/idType');
  demand(textOf(recipient, 'memo:idType') === 'CPR', 'Recipient/idType');
  demand(/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(text(body, 'memo:createdDateTime')), 'createdDateTime');
  const { file, actionUrl } = checkDocument(part(body, 'memo:MainDocument'));
  text(sender, 'memo:label');
  return {
    messageUuid: text(header, 'memo:messageUUID', UUID_V4).toLowerCase(),
    channel: 'digital_post',
    recipientCpr: text(recipient, 'memo:recipientID', /^\d{10}$/),
    senderCvr: text(sender, 'memo:senderID', /^\d{8}$/),
    label: text(header, 'memo:label', /^[^]{1,128}$/),
    notification: text(header, 'memo:notification', /^[^]{1,150}$/),
    reply: textOf(header, 'memo:reply') === 'true',
    actionUrl,
    text: pdfText(file),
  };
}

function checkDocument(document: XmlElement): { file: Buffer; actionUrl: string } {
  const file = part(document, 'memo:File');
  const action = part(document, 'memo:Action');
  demand(!BAD_IN_FILE_NAME.test(text(file, 'memo:filename')), 'File/filename');
  demand(text(file, 'memo:encodingFormat') === 'application/pdf', 'File/encodingFormat');
  text(file, 'memo:language', /^[a-z]{2}$/);
  text(action, 'memo:label');
  demand(ACTION_CODES.includes(text(action, 'memo:actionCode')), 'Action/actionCode');
  const content = textOf(file, 'memo:content') ?? '';
  demand(/^[A-Za-z0-9+/]+={0,2}$/.test(content) && content.length % 4 === 0, 'File/content');
  const actionUrl = text(part(action, 'memo:EntryPoint'), 'memo:url', /^https:\/\/[^\s/]\S*$/);
  demand(URL.canParse(actionUrl), 'EntryPoint/url');
  return { file: Buffer.from(content, 'base64'), actionUrl };
}

function part(element: XmlElement, name: string): XmlElement {
  const found = child(element, name);
  if (!found) throw new PlatformError(400, 'INVALID', `${name} is missing`);
  if (ORDERS[name]) inOrder(name, found);
  return found;
}

function inOrder(name: string, element: XmlElement): void {
  const order = ORDERS[name] ?? [];
  const places = Object.keys(element)
    .filter((key) => !key.startsWith('@') && key !== '#text')
    .map((key) => order.indexOf(key));
  const sorted = places.every((place, at) => place >= 0 && (at === 0 || place > places[at - 1]!));
  demand(sorted, `${name}: an element is not known or not in its place`);
}

function text(element: XmlElement, name: string, shape = /^[^]{1,256}$/): string {
  const found = textOf(element, name);
  if (found === null || found.length > 256 || !shape.test(found))
    throw new PlatformError(400, 'INVALID', `${name} is not valid`);
  return found;
}

function demand(holds: boolean, what: string): void {
  if (!holds) throw new PlatformError(400, 'INVALID', `${what} is not valid`);
}

import type { MemoMessage } from './memo-message.js';

/** A broken rule: the element and the rule's name, never the value. */
export interface MemoViolation {
  readonly place: string;
  readonly rule: string;
}

/** Raw bytes of all files together. The limit of 99.5 MB may count the Base64 form, which is a third larger. */
const MAX_CONTENT_BYTES = 70 * 1024 * 1024;

const CHECKS: readonly [place: string, rule: string, holds: (message: MemoMessage) => boolean][] = [
  ['messageUUID', 'uuid version 4', (m) => UUID_V4.test(m.messageUuid)],
  ['messageID', 'text of 1-256', (m) => isText(m.messageId, 256)],
  ['messageCode', 'text of 1-256', (m) => isText(m.messageCode, 256)],
  ['label', 'text of 1-128', (m) => isText(m.label, 128)],
  ['notification', 'text of 1-150', (m) => isText(m.notification, 150)],
  ['Sender/senderID', 'CVR of eight digits', (m) => /^\d{8}$/.test(m.sender.cvr)],
  ['Sender/label', 'text of 1-256', (m) => isText(m.sender.label, 256)],
  ['Recipient/recipientID', 'CPR of ten digits', (m) => /^\d{10}$/.test(m.recipientCpr)],
  ['KLEdata/subjectKey', 'NN.NN.NN', (m) => m.kle === null || /^\d{2}\.\d{2}\.\d{2}$/.test(m.kle.subjectKey)],
  ['KLEdata/version', 'text of 1-256', (m) => m.kle === null || isText(m.kle.version, 256)],
  [
    'KLEdata/activityFacet',
    'letter and two digits',
    (m) => !m.kle?.activityFacet || /^[A-ZÆØÅ]\d{2}$/.test(m.kle.activityFacet),
  ],
  ['KLEdata/label', 'text of 1-256', (m) => m.kle === null || isText(m.kle.label, 256)],
  ['createdDateTime', 'instant ending in Z', (m) => UTC_INSTANT.test(m.createdDateTime)],
  ['File/filename', 'text of 1-256', (m) => isText(m.file.filename, 256)],
  ['File/filename', 'no forbidden character', (m) => !FORBIDDEN_IN_FILE_NAME.test(m.file.filename)],
  ['File/filename', 'ends in .pdf', (m) => /\.pdf$/i.test(m.file.filename)],
  ['File/content', 'is a PDF', (m) => startsLikePdf(m.file.content)],
  ['File/content', 'at most 70 MB', (m) => m.file.content.byteLength <= MAX_CONTENT_BYTES],
  ['Action/label', 'text of 1-256', (m) => isText(m.action.label, 256)],
  ['Action/EntryPoint/url', 'absolute https of at most 256', (m) => isHttpsUrl(m.action.url)],
];

const UUID_V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const UTC_INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?Z$/;
/** Refused by Digital Post since 10 September 2025 (source: the agency's notice for both MeMo versions). */
const FORBIDDEN_IN_FILE_NAME = /[<>:"/\\|?*\r\n\u00A0\u2000-\u200A\u2028\u205F\u2060\u3000]/;
/** Characters that XML 1.0 cannot carry at all. */
// eslint-disable-next-line no-control-regex
const NOT_XML = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/;

/**
 * Every rule that the message breaks, empty when it may be sent. Holds what the published schema states for our subset and what it does
 * not state: CPR and CVR lengths, file names, https links, sizes, and the shorter notification of the 2020 schema.
 */
export function memoViolations(message: MemoMessage): MemoViolation[] {
  return CHECKS.filter(([, , holds]) => !holds(message)).map(([place, rule]) => ({ place, rule }));
}

function isText(text: string, max: number): boolean {
  return text.trim().length > 0 && text.length <= max && !NOT_XML.test(text);
}

function isHttpsUrl(text: string): boolean {
  return text.length <= 256 && /^https:\/\/[^\s/]/.test(text) && URL.canParse(text);
}

function startsLikePdf(content: Uint8Array): boolean {
  return Buffer.from(content.subarray(0, 5)).toString('latin1') === '%PDF-';
}

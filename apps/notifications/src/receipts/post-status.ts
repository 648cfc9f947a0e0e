import { Temporal } from 'temporal-polyfill';
import { RefusalError } from '#contracts/refusal-error.js';
import { readUtf8 } from '#service/read-utf8.js';
import type { ChannelReceipt, ReceiptMeaning } from '../channel/letter-channel.js';
import { firstText, readChannelXml, type XmlElements } from '../channel/read-channel-xml.js';

/** Message type of PKO_PostStatus at the event distributor. */
const POST_STATUS_TYPE = 'd2bed63c-4853-4008-b6e0-a74c15b15fbf';

/** Status codes of PKO_PostStatus with the distributor's id for the same act: either may stand in a message. */
const STATUSES: readonly [status: string, act: string, meaning: ReceiptMeaning][] = [
  ['Modtaget Digital Post', 'eb866ca2-b871-4387-b501-12cde577bd58', 'accepted'],
  ['Afleveret Digital Post', 'f7161a89-5068-4023-bc80-d7f4daad2a2e', 'delivered'],
  ['Fejlet', 'e225a75c-4b63-46c4-9423-77f5c8762445', 'failed'],
  ['Afsendt', 'db5a6025-caa3-45c3-8e02-4e6fa8142ade', 'accepted'],
  ['Modtaget Fjernprint', 'dd98e71c-41ac-4305-a47b-8f86b00e639b', 'printing'],
  ['Klar', 'e2b30d57-504a-4e2e-ae2d-a1394a9cb0b8', 'printing'],
  ['Afleveret til print og kuvertering', 'e3c0a021-2070-40d4-b7b7-754aeba762e9', 'printing'],
  ['Modtaget Post Danmark', 'e94a0a8b-60a0-42ad-8b83-52c9e15d0fb3', 'delivered'],
  ['Tilbagekaldt', 'f03904aa-df6e-417f-bd74-6a01a61adbcf', 'recalled'],
  ['Opdatering fra Post Danmark', 'f4e6eb11-0261-4198-8b5d-be92a9b1a35d', 'address_changed'],
];

const UUID = /^[0-9a-f]{8}-?[0-9a-f]{4}-?4[0-9a-f]{3}-?[89ab][0-9a-f]{3}-?[0-9a-f]{12}$/i;

/**
 * Reads a `Haendelsesbesked` that carries a `PKO_PostStatus` in Base64. Throws a refusal with the element that is wrong; what the channel
 * writes in words (`FejlTekst`) is not read at all.
 */
export function readPostStatus(bytes: Uint8Array): ChannelReceipt {
  const event = read(bytes, 'Haendelsesbesked');
  const type = firstText(event, 'Beskedtype');
  if (type !== null && !type.toLowerCase().endsWith(POST_STATUS_TYPE))
    throw new RefusalError('SHAPE_INVALID', { place: 'Beskedtype' });
  const data = firstText(event, 'Base64');
  if (data === null) throw new RefusalError('SHAPE_INVALID', { place: 'Beskeddata/Base64' });
  return receiptOf(read(decodeBase64(data), 'PKO_PostStatus'));
}

function receiptOf(status: XmlElements): ChannelReceipt {
  const code = required(status, 'TransaktionsStatusKode');
  const [name, , meaning] = STATUSES.find(([text, act]) => text === code || act === code.toLowerCase()) ?? [];
  if (!name || !meaning) throw new RefusalError('CODE_INVALID', { place: 'TransaktionsStatusKode' });
  const errorCode = firstText(status, 'FejlKode');
  return {
    messageUuid: messageUuidOf(status),
    status: name,
    meaning: meaning === 'address_changed' && errorCode ? 'returned' : meaning,
    at: timeOf(required(status, 'TransaktionsDatoTid')),
    transmissionId: firstText(status, 'TransmissionId'),
    channelCode: firstText(status, 'KanalKode'),
    errorCode,
  };
}

/** Digital Post names our message id; remote print may name only the sender's reference, which is the same id without hyphens. */
function messageUuidOf(status: XmlElements): string {
  const text = firstText(status, 'MessageUUID') ?? firstText(status, 'AfsendelseIdentifikator') ?? '';
  if (!UUID.test(text)) throw new RefusalError('SHAPE_INVALID', { place: 'MessageUUID' });
  return text
    .replaceAll('-', '')
    .toLowerCase()
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** A time without offset is Danish time. */
function timeOf(text: string): Temporal.Instant {
  try {
    if (/(Z|[+-]\d{2}:?\d{2})$/.test(text)) return Temporal.Instant.from(text);
    return Temporal.PlainDateTime.from(text).toZonedDateTime('Europe/Copenhagen').toInstant();
  } catch {
    throw new RefusalError('SHAPE_INVALID', { place: 'TransaktionsDatoTid' });
  }
}

function required(node: XmlElements, name: string): string {
  const text = firstText(node, name);
  if (text === null) throw new RefusalError('SHAPE_INVALID', { place: name });
  return text;
}

function read(bytes: Uint8Array, root: string): XmlElements {
  const text = readUtf8(bytes);
  if (/<!DOCTYPE|<!ENTITY/i.test(text)) throw new RefusalError('DOCTYPE_FORBIDDEN', { place: root });
  const document = readChannelXml(text);
  if (!document) throw new RefusalError('MALFORMED', { place: root });
  const inner = elementNamed(document, root);
  if (!inner) throw new RefusalError('SHAPE_INVALID', { place: root });
  return inner;
}

/** The element itself, or the one inside an envelope of one or two levels. */
function elementNamed(node: XmlElements, name: string, depth = 0): XmlElements | null {
  for (const [key, child] of Object.entries(node)) {
    if (typeof child !== 'object' || Array.isArray(child)) continue;
    if (key === name) return child;
    const inner = depth < 2 ? elementNamed(child, name, depth + 1) : null;
    if (inner) return inner;
  }
  return null;
}

function decodeBase64(text: string): Buffer {
  const compact = text.replace(/\s+/g, '');
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(compact) || compact.length % 4 !== 0)
    throw new RefusalError('MALFORMED', { place: 'Beskeddata/Base64' });
  return Buffer.from(compact, 'base64');
}

import { PlatformError } from './platform-error.js';
import { pdfText } from './pdf-text.js';
import type { SentLetter } from './taken-letter.js';
import { textAnywhere, type XmlElement } from './xml-element.js';

/** Checks a paper letter for remote print (`ForsendelseI`, urn:oio:fjernprint:1.0.0). Its reference is the sender's message id without hyphens. */
export function checkForsendelse(letter: XmlElement): SentLetter {
  const declared = Object.entries(letter).some(
    ([name, value]) => name.startsWith('@xmlns') && value === 'urn:oio:fjernprint:1.0.0',
  );
  if (!declared) throw new PlatformError(400, 'INVALID', 'The namespace of ForsendelseI is not valid');
  const reference = required(letter, 'AfsendelseIdentifikator', /^[0-9a-f]{12}4[0-9a-f]{3}[89ab][0-9a-f]{15}$/);
  const recipientCpr = required(letter, 'CPRnummerIdentifikator', /^\d{10}$/);
  required(letter, 'FilformatNavn', /^pdf$/);
  const content = required(letter, 'MeddelelseIndholdData', /^[A-Za-z0-9+/]+={0,2}$/);
  return {
    messageUuid: reference.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
    channel: 'physical_letter',
    recipientCpr,
    senderCvr: null,
    label: null,
    notification: null,
    reply: false,
    actionUrl: null,
    text: pdfText(Buffer.from(content, 'base64')),
  };
}

function required(letter: XmlElement, name: string, shape: RegExp): string {
  const text = textAnywhere(letter, name);
  if (text === null || !shape.test(text)) throw new PlatformError(400, 'INVALID', `${name} is not valid`);
  return text;
}

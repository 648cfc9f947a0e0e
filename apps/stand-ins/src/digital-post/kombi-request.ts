import { XMLParser } from 'fast-xml-parser';
import { checkForsendelse } from './check-forsendelse.js';
import { checkMemo } from './check-memo.js';
import { PlatformError } from './platform-error.js';
import type { SentLetter } from './taken-letter.js';
import { child, textOf, type XmlElement } from './xml-element.js';

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseTagValue: false,
  parseAttributeValue: false,
  processEntities: true,
  ignoreDeclaration: true,
});

/** Reads a `kombi_request` as strictly as the platform: well-formed, one payload that fits the choice of channel, no rule broken. */
export function readKombiRequest(body: string): SentLetter {
  if (/<!DOCTYPE|<!ENTITY/i.test(body)) throw new PlatformError(400, 'INVALID', 'A document type is not allowed');
  const request = child(parse(body), 'kombi_request');
  if (!request) throw new PlatformError(400, 'INVALID', 'kombi_request is missing');
  switch (textOf(request, 'KombiValgKode')) {
    case 'Digital Post':
      return checkMemo(only(request, 'memo:Message'));
    case 'Fysisk Post': {
      const collection = only(request, 'ForsendelseISamling');
      const [name] = Object.keys(collection).filter((key) => key.split(':').at(-1) === 'ForsendelseI');
      return checkForsendelse(only(collection, name ?? 'ForsendelseI'));
    }
    default:
      throw new PlatformError(400, 'INVALID', 'KombiValgKode is not supported');
  }
}

function parse(body: string): XmlElement {
  try {
    return parser.parse(body, true) as XmlElement;
  } catch {
    throw new PlatformError(400, 'INVALID', 'The request is not well-formed');
  }
}

function only(element: XmlElement, name: string): XmlElement {
  const found = child(element, name);
  if (!found) throw new PlatformError(400, 'INVALID', `${name} is missing`);
  return found;
}

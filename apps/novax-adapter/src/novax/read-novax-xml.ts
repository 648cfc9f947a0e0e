import { RefusalError } from '#contracts/refusal-error.js';
import { readUtf8 } from '#service/read-utf8.js';
import { XMLParser } from 'fast-xml-parser';
import { lineOf, refuseUnsafeXml } from '../intake/xml-text.js';
import type { NovaxRecord } from './novax-record.js';
import { validateNovaxXml } from './novax-result-schema.js';

/** Text only: the parser's own guesses would turn a CPR that begins with 0 into a nine-digit number. */
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseTagValue: false,
  parseAttributeValue: false,
  processEntities: false,
  removeNSPrefix: true,
  ignoreDeclaration: true,
  ignorePiTags: true,
  isArray: (name) => name === 'item',
  alwaysCreateTextNode: true,
});

type TextNode = { '#text'?: string };
type Parsed = {
  novaxResult: Record<'recordId' | 'version' | 'childCpr' | 'observedAt' | 'observerCertified', TextNode> & {
    item?: (TextNode & { '@linkId'?: string })[];
    total?: TextNode;
  };
};

/** Reads the flat NOVAX result (novax-result.xsd). Refuses what is unsafe, ill-formed or of another shape. */
export function readNovaxXml(bytes: Buffer): NovaxRecord {
  const text = readUtf8(bytes);
  refuseUnsafeXml(text);
  validateNovaxXml(bytes);
  const { novaxResult: sent } = parser.parse(text) as Parsed;
  return {
    recordId: textOf(sent.recordId),
    version: textOf(sent.version),
    childCpr: textOf(sent.childCpr),
    observedAt: textOf(sent.observedAt),
    observerCertified: textOf(sent.observerCertified),
    items: itemsOf(sent.item ?? []),
    total: sent.total === undefined ? null : textOf(sent.total),
    placeOf: (field) =>
      `/novaxResult/${field}:${lineOf(text, text.search(new RegExp(`<(?:[\\w.-]+:)?${field}[\\s>/]`)))}`,
  };
}

function itemsOf(sent: NonNullable<Parsed['novaxResult']['item']>): Map<string, string> {
  const items = new Map<string, string>();
  for (const item of sent) {
    const linkId = (item['@linkId'] ?? '').trim();
    if (items.has(linkId)) throw new RefusalError('DUPLICATE_KEY', { place: '/novaxResult/item' });
    items.set(linkId, textOf(item));
  }
  return items;
}

function textOf(node: TextNode): string {
  return (node['#text'] ?? '').trim();
}

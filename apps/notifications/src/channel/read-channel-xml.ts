import { XMLParser } from 'fast-xml-parser';

/** A parsed element: text, children, or several of a name. Values stay text: a CPR number keeps its leading zero. */
export type XmlNode = string | XmlElements | XmlNode[] | undefined;
export interface XmlElements {
  [name: string]: XmlNode;
}

const parser = new XMLParser({
  ignoreAttributes: true,
  removeNSPrefix: true,
  parseTagValue: false,
  processEntities: true,
  htmlEntities: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  trimValues: true,
});

/** Reads a small XML answer of the channel, prefixes dropped; null when it is not well-formed or declares a document type. */
export function readChannelXml(text: string): XmlElements | null {
  if (/<!DOCTYPE|<!ENTITY/i.test(text)) return null;
  try {
    return parser.parse(text, true) as XmlElements;
  } catch {
    return null;
  }
}

/** The text of the first element with this name, wherever it stands; null when there is none or it is empty. */
export function firstText(node: XmlNode, name: string): string | null {
  if (node === undefined || typeof node === 'string') return null;
  if (Array.isArray(node)) return firstOf(node.map((item) => firstText(item, name)));
  const own = node[name];
  const text = Array.isArray(own) ? own.find((item) => typeof item === 'string') : own;
  if (typeof text === 'string' && text !== '') return text;
  return firstOf(Object.values(node).map((child) => firstText(child, name)));
}

const firstOf = (texts: readonly (string | null)[]): string | null => texts.find((text) => text !== null) ?? null;

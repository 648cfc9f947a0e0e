import { RefusalError } from '#contracts/refusal-error.js';
import type { RefusalCode } from '#contracts/refusal-codes.js';
import { decodeReferences } from './character-references.js';
import { lineAt } from './line-at.js';
import type { XmlNode } from './xml-node.js';

const FHIR = 'http://hl7.org/fhir';
const XHTML = 'http://www.w3.org/1999/xhtml';
const XML = 'http://www.w3.org/XML/1998/namespace';
/** Deeper than any report with its narrative. */
const MAX_DEPTH = 64;

const NAME = /[A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?/y;
const DECLARATION =
  /^<\?xml\s+version\s*=\s*(?:"1\.0"|'1\.0')(?:\s+encoding\s*=\s*(?:"([^"]*)"|'([^']*)'))?(?:\s+standalone\s*=\s*(?:"(?:yes|no)"|'(?:yes|no)'))?\s*\?>/;
// Characters that XML 1.0 has no place for; lone surrogates cannot come out of valid UTF-8.
// eslint-disable-next-line no-control-regex
const NO_CHARACTER = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;
const NOT_BLANK = /[^ \t\r\n]/;

type Namespaces = ReadonlyMap<string, string>;

/**
 * Reads a FHIR XML document strictly: well-formed, namespaces declared, FHIR elements without text, XHTML only as narrative.
 * No DOCTYPE and so no entity but the five predefined ones. It accepts a subset of XML 1.0: names are ASCII.
 * Written by hand because it is the border: general readers either pass mismatched tags and entities or cost several times the time.
 */
export function readXml(text: string): XmlNode {
  return new XmlReader(text).document();
}

class XmlReader {
  private at = 0;
  private depth = 0;

  constructor(private readonly text: string) {}

  document(): XmlNode {
    const { text } = this;
    const forbidden = /<!(?:DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION)/i.exec(text);
    if (forbidden) this.refuse('DOCTYPE_FORBIDDEN', forbidden.index);
    const impossible = NO_CHARACTER.exec(text);
    if (impossible) this.malformed('A character that XML does not allow.', impossible.index);
    if (text.startsWith('<?xml') && /[\s?]/.test(text.charAt(5))) this.declaration();
    this.misc();
    if (text.charCodeAt(this.at) !== 0x3c) this.malformed('An element is expected.');
    const root = this.element(new Map([['xml', XML]]), false);
    this.misc();
    if (this.at < text.length) this.malformed('There is more after the end of the document.');
    return root;
  }

  private declaration(): void {
    const match = DECLARATION.exec(this.text);
    if (!match) this.malformed('The XML declaration is not sound, or not version 1.0.');
    const encoding = match?.[1] ?? match?.[2];
    if (encoding !== undefined && !/^utf-8$/i.test(encoding)) this.malformed('The encoding must be UTF-8.');
    this.at = match?.[0].length ?? 0;
  }

  /** White space, comments and processing instructions outside the root element. */
  private misc(): void {
    for (;;) {
      this.skipSpace();
      if (this.text.startsWith('<!--', this.at)) this.comment();
      else if (this.text.startsWith('<?', this.at)) this.instruction();
      else return;
    }
  }

  private element(outer: Namespaces, narrative: boolean): XmlNode {
    const start = this.at;
    if (++this.depth > MAX_DEPTH) this.refuse('TOO_DEEP', start);
    this.at++;
    const tag = this.name();
    let attributes: Map<string, string> | null = null;
    for (;;) {
      const spaced = this.skipSpace();
      const code = this.text.charCodeAt(this.at);
      if (code === 0x3e || code === 0x2f) break;
      if (!spaced) this.malformed('White space is expected before an attribute.');
      attributes = this.attribute(attributes ?? new Map());
    }
    const namespaces = attributes === null ? outer : this.declared(attributes, outer, start);
    const name = this.qualified(tag, namespaces, narrative, start);
    const inNarrative = narrative || name.namespace === XHTML;
    const children: XmlNode[] = [];
    if (this.text.charCodeAt(this.at) === 0x2f) {
      this.at++;
      this.expect('>');
    } else {
      this.at++;
      this.content(children, namespaces, inNarrative);
      this.closing(tag);
    }
    this.depth--;
    const own = attributes === null ? null : this.unprefixed(attributes);
    const source = inNarrative && !narrative ? this.text.slice(start, this.at) : null;
    return { name: name.local, attributes: own, children, at: start, source };
  }

  private content(children: XmlNode[], namespaces: Namespaces, narrative: boolean): void {
    const { text } = this;
    for (;;) {
      const from = this.at;
      const next = text.indexOf('<', from);
      if (next < 0) this.malformed('An element does not end.', text.length);
      if (next > from) this.characters(from, next, narrative);
      this.at = next;
      const code = text.charCodeAt(next + 1);
      if (code === 0x2f) return;
      if (code === 0x21) {
        if (text.startsWith('<!--', next)) this.comment();
        else if (text.startsWith('<![CDATA[', next) && narrative) this.cdata();
        else this.malformed('Only comments may stand here.');
      } else if (code === 0x3f) this.instruction();
      else {
        const child = this.element(namespaces, narrative);
        if (!narrative) children.push(child);
      }
    }
  }

  private characters(from: number, to: number, narrative: boolean): void {
    const run = this.text.slice(from, to);
    if (!narrative) {
      if (NOT_BLANK.test(run)) this.refuse('SHAPE_INVALID', from, 'FHIR elements hold no text.');
      return;
    }
    if (run.includes(']]>')) this.malformed('"]]>" may not stand in text.', from);
    if (run.includes('&')) this.decoded(run, from);
  }

  private attribute(attributes: Map<string, string>): Map<string, string> {
    const { text } = this;
    const from = this.at;
    const name = this.name();
    if (attributes.has(name)) this.malformed('An attribute stands twice.', from);
    this.skipSpace();
    this.expect('=');
    this.skipSpace();
    const quote = text.charAt(this.at);
    if (quote !== '"' && quote !== "'") this.malformed('A quoted value is expected.');
    const end = text.indexOf(quote, this.at + 1);
    if (end < 0) this.malformed('An attribute value does not end.');
    const raw = text.slice(this.at + 1, end);
    if (raw.includes('<')) this.malformed('"<" may not stand in an attribute value.');
    const plain = /[\t\r\n]/.test(raw) ? raw.replace(/\r\n|[\t\r\n]/g, ' ') : raw;
    attributes.set(name, plain.includes('&') ? this.decoded(plain, this.at) : plain);
    this.at = end + 1;
    return attributes;
  }

  private decoded(raw: string, at: number): string {
    const decoded = decodeReferences(raw);
    if (decoded === null) this.malformed("A reference that is not one of XML's own.", at);
    return decoded ?? raw;
  }

  /** Namespace declarations leave the attributes and join the scope. */
  private declared(attributes: Map<string, string>, outer: Namespaces, at: number): Namespaces {
    let scope: Map<string, string> | null = null;
    for (const [name, value] of attributes) {
      if (name !== 'xmlns' && !name.startsWith('xmlns:')) continue;
      const prefix = name.slice(6);
      if (prefix === 'xml' || prefix === 'xmlns' || (prefix !== '' && value === '')) {
        this.malformed('A namespace prefix is declared in a way that is not allowed.', at);
      }
      scope ??= new Map(outer);
      scope.set(prefix, value);
      attributes.delete(name);
    }
    const inside = scope ?? outer;
    for (const name of attributes.keys()) {
      const colon = name.indexOf(':');
      if (colon > 0 && !inside.has(name.slice(0, colon))) this.malformed('A namespace prefix is not declared.', at);
    }
    return inside;
  }

  private unprefixed(attributes: Map<string, string>): Map<string, string> | null {
    for (const name of attributes.keys()) if (name.includes(':')) attributes.delete(name);
    return attributes.size > 0 ? attributes : null;
  }

  private qualified(tag: string, namespaces: Namespaces, narrative: boolean, at: number) {
    const colon = tag.indexOf(':');
    const namespace = namespaces.get(colon < 0 ? '' : tag.slice(0, colon));
    if (colon >= 0 && namespace === undefined) this.malformed('A namespace prefix is not declared.', at);
    const local = tag.slice(colon + 1);
    if (narrative ? namespace !== XHTML : namespace !== FHIR && !(namespace === XHTML && local === 'div')) {
      this.refuse('SHAPE_INVALID', at, 'The element is of another namespace than FHIR, or XHTML in narrative.');
    }
    return { local, namespace };
  }

  private closing(tag: string): void {
    this.at += 2;
    if (!this.text.startsWith(tag, this.at)) this.malformed('An end tag does not match its start tag.');
    this.at += tag.length;
    this.skipSpace();
    this.expect('>');
  }

  private comment(): void {
    const end = this.text.indexOf('--', this.at + 4);
    if (end < 0 || this.text.charAt(end + 2) !== '>') this.malformed('A comment does not end as it should.');
    this.at = end + 3;
  }

  private instruction(): void {
    const end = this.text.indexOf('?>', this.at);
    if (end < 0 || !/^<\?(?!xml[\s?])[A-Za-z_][\w.-]*(?:\s[^]*)?$/i.test(this.text.slice(this.at, end))) {
      this.malformed('A processing instruction is not sound.');
    }
    this.at = end + 2;
  }

  private cdata(): void {
    const end = this.text.indexOf(']]>', this.at);
    if (end < 0) this.malformed('A CDATA section does not end.');
    this.at = end + 3;
  }

  private name(): string {
    NAME.lastIndex = this.at;
    const name = NAME.exec(this.text)?.[0];
    if (name === undefined) this.malformed('A name is expected.');
    this.at += name?.length ?? 0;
    return name ?? '';
  }

  private expect(character: string): void {
    if (this.text.charAt(this.at) !== character) this.malformed(`"${character}" is expected.`);
    this.at++;
  }

  private skipSpace(): boolean {
    const from = this.at;
    for (;;) {
      const code = this.text.charCodeAt(this.at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return this.at > from;
      this.at++;
    }
  }

  private malformed(detail: string, at = this.at): never {
    this.refuse('MALFORMED', at, detail);
  }

  private refuse(code: RefusalCode, at: number, detail?: string): never {
    throw new RefusalError(code, { place: `line ${lineAt(this.text, at)}`, detail });
  }
}

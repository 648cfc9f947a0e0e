import { ParseOption, XmlDocument, XmlParseError, type XmlElement } from 'libxml2-wasm';
import { RefusalError } from '#contracts/refusal-error.js';
import { readUtf8 } from '#service/read-utf8.js';

const NAMESPACES = { m: 'https://DigitalPost.dk/MeMo-1' };
const UUID_V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;
const MOST_FILES = 50;
/** Each is looked up; a reply names the one message that it answers. */
const MOST_REFERENCES = 20;

export interface IncomingFile {
  filename: string;
  encodingFormat: string;
  language: string;
  /** Base64. */
  content: string;
}

/** A MeMo message that a citizen sent us, version 1.1 or 1.2. */
export interface IncomingMemo {
  messageUuid: string;
  label: string;
  /** CPR of the sender, as Digital Post has established it. */
  senderCpr: string;
  recipientCvr: string;
  /** Messages of ours that it answers. */
  repliesTo: string[];
  files: IncomingFile[];
}

/**
 * Reads a message from the bytes. DOCTYPE, entities, other encodings than UTF-8, deep nesting and what is not MeMo are refused, with the place
 * and never with a value.
 */
export function readIncomingMemo(bytes: Uint8Array): IncomingMemo {
  const text = readUtf8(bytes);
  if (/<!DOCTYPE|<!ENTITY/i.test(text)) throw new RefusalError('DOCTYPE_FORBIDDEN');
  const document = parse(text);
  try {
    return memoIn(document);
  } finally {
    document.dispose();
  }
}

function parse(text: string): XmlDocument {
  try {
    return XmlDocument.fromString(text, { option: ParseOption.XML_PARSE_NONET | ParseOption.XML_PARSE_NO_XXE });
  } catch (error) {
    if (!(error instanceof XmlParseError)) throw error;
    const [fault] = error.details;
    throw new RefusalError('MALFORMED', { place: fault ? `line ${fault.line}` : undefined });
  }
}

function memoIn(document: XmlDocument): IncomingMemo {
  const { root } = document;
  if (root.name !== 'Message' || root.namespaceUri !== NAMESPACES.m)
    throw new RefusalError('SHAPE_INVALID', { place: 'memo:Message' });
  const header = 'm:MessageHeader';
  if (text(root, `${header}/m:messageType`) !== 'DIGITALPOST')
    throw new RefusalError('SHAPE_INVALID', { place: `${header}/messageType` });
  return {
    messageUuid: matching(root, `${header}/m:messageUUID`, UUID_V4).toLowerCase(),
    label: matching(root, `${header}/m:label`, /^[^]{1,256}$/),
    senderCpr: party(root, `${header}/m:Sender`, 'm:senderID', 'CPR', /^\d{10}$/),
    recipientCvr: party(root, `${header}/m:Recipient`, 'm:recipientID', 'CVR', /^\d{8}$/),
    repliesTo: referencesIn(root, `${header}/m:ReplyData`),
    files: filesIn(root),
  };
}

function party(root: XmlElement, path: string, id: string, type: string, shape: RegExp): string {
  if (text(root, `${path}/m:idType`) !== type) throw new RefusalError('SHAPE_INVALID', { place: `${path}/idType` });
  return matching(root, `${path}/${id}`, shape);
}

function referencesIn(root: XmlElement, path: string): string[] {
  const references = all(root, `${path}/m:messageUUID`);
  if (references.length > MOST_REFERENCES) throw new RefusalError('SHAPE_INVALID', { place: 'ReplyData' });
  return references.map((element) => element.content.trim().toLowerCase());
}

function filesIn(root: XmlElement): IncomingFile[] {
  const files = all(root, 'm:MessageBody/*/m:File');
  if (files.length === 0 || files.length > MOST_FILES)
    throw new RefusalError('SHAPE_INVALID', { place: 'm:MessageBody/MainDocument/File' });
  return files.map((file) => ({
    filename: matching(file, 'm:filename', /^[^]{1,256}$/),
    encodingFormat: matching(file, 'm:encodingFormat', /^[\w.+-]+\/[\w.+-]+$/),
    language: matching(file, 'm:language', /^[a-z]{2}$/i),
    content: base64In(file),
  }));
}

/** Without its line breaks before it is judged: a pattern that allows them anywhere takes hours for megabytes of spaces. */
function base64In(file: XmlElement): string {
  const content = text(file, 'm:content')?.replace(/\s+/g, '');
  if (content === undefined || !/^[A-Za-z0-9+/]*={0,2}$/.test(content))
    throw new RefusalError('SHAPE_INVALID', { place: 'MessageBody/MainDocument/File/content' });
  return content;
}

function matching(element: XmlElement, path: string, shape: RegExp): string {
  const found = text(element, path);
  if (found === null || !shape.test(found))
    throw new RefusalError('SHAPE_INVALID', { place: path.replaceAll('m:', '') });
  return found;
}

const all = (element: XmlElement, path: string): XmlElement[] => element.find(path, NAMESPACES) as XmlElement[];
const text = (element: XmlElement, path: string): string | null => all(element, path)[0]?.content.trim() ?? null;

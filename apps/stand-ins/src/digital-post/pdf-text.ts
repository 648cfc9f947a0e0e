import { inflateSync } from 'node:zlib';
import { PlatformError } from './platform-error.js';

/**
 * The words of a PDF whose fonts carry their map to Unicode, page by page without line breaks: enough to prove what a letter says. A file
 * that is no PDF is refused as a wrong file type would be.
 */
export function pdfText(file: Buffer): string {
  const source = file.toString('latin1');
  if (!source.startsWith('%PDF-')) throw new PlatformError(400, 'INVALID', 'File/content is not a PDF');
  const objects = objectsIn(source);
  const fonts = fontMaps(source, objects);
  return [...objects.values()]
    .map((object) => streamOf(object))
    .filter((stream) => stream !== null && /\bBT\b[^]*\bTf\b/.test(stream))
    .map((stream) => shownText(stream!, fonts))
    .join('\n');
}

function objectsIn(source: string): Map<string, string> {
  return new Map(
    [...source.matchAll(/(?:^|\n)(\d+) 0 obj\r?\n([^]*?)\r?\nendobj/g)].map(([, number, body]) => [number!, body!]),
  );
}

function streamOf(object: string): string | null {
  const match = /^([^]*?)stream\r?\n([^]*)\r?\nendstream/.exec(object);
  if (!match) return null;
  const raw = Buffer.from(match[2]!, 'latin1');
  try {
    return (match[1]!.includes('/FlateDecode') ? inflateSync(raw) : raw).toString('latin1');
  } catch {
    throw new PlatformError(400, 'INVALID', 'File/content is a damaged PDF');
  }
}

function fontMaps(source: string, objects: Map<string, string>): Map<string, Map<string, string>> {
  const maps = new Map<string, Map<string, string>>();
  for (const [, name, number] of source.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
    const map = /\/ToUnicode (\d+) 0 R/.exec(objects.get(number!) ?? '')?.[1];
    if (map) maps.set(name!, glyphsOf(streamOf(objects.get(map) ?? '') ?? ''));
  }
  return maps;
}

function glyphsOf(map: string): Map<string, string> {
  const glyphs = new Map<string, string>();
  for (const [, first, list] of map.matchAll(/<([0-9a-f]{4})> <[0-9a-f]{4}> \[([^\]]*)\]/gi)) {
    [...list!.matchAll(/<([0-9a-f ]*)>/gi)].forEach(([, units], index) => {
      const glyph = (parseInt(first!, 16) + index).toString(16).padStart(4, '0');
      const codes = units!.match(/[0-9a-f]{4}/gi) ?? [];
      glyphs.set(glyph, codes.map((unit) => String.fromCharCode(parseInt(unit, 16))).join(''));
    });
  }
  return glyphs;
}

function shownText(content: string, fonts: Map<string, Map<string, string>>): string {
  let map = new Map<string, string>();
  let text = '';
  for (const [, font, glyphs, end] of content.matchAll(/\/(F\d+) [\d.]+ Tf|<([0-9a-f]+)>|\b(ET)\b/gi)) {
    if (font) map = fonts.get(font) ?? map;
    else if (end) text += ' ';
    else text += (glyphs!.match(/.{4}/g) ?? []).map((glyph) => map.get(glyph.toLowerCase()) ?? '').join('');
  }
  return text.replace(/\s+/g, ' ').trim();
}

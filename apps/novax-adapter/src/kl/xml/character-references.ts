const PREDEFINED: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** Text with its references resolved; null when one of them is not XML's own or names no character. */
export function decodeReferences(raw: string): string | null {
  let sound = true;
  const decoded = raw.replace(/&([^;]*;?)/g, (_whole, reference: string) => {
    const character = reference.endsWith(';') ? characterOf(reference.slice(0, -1)) : null;
    sound &&= character !== null;
    return character ?? '';
  });
  return sound ? decoded : null;
}

function characterOf(reference: string): string | null {
  if (Object.hasOwn(PREDEFINED, reference)) return PREDEFINED[reference] ?? null;
  const match = /^#(?:x([0-9a-fA-F]{1,8})|([0-9]{1,10}))$/.exec(reference);
  if (!match) return null;
  const point = match[1] === undefined ? Number(match[2]) : parseInt(match[1], 16);
  return isCharacter(point) ? String.fromCodePoint(point) : null;
}

/** XML 1.0, production Char. */
const isCharacter = (point: number): boolean =>
  point === 9 ||
  point === 10 ||
  point === 13 ||
  (point >= 0x20 && point <= 0xd7ff) ||
  (point >= 0xe000 && point <= 0xfffd) ||
  (point >= 0x10000 && point <= 0x10ffff);

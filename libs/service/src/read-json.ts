import { RefusalError } from '#contracts/refusal-error.js';
import { KnownNames } from './known-names.js';
import { readUtf8 } from './read-utf8.js';

export interface JsonLimits {
  maxBytes: number;
  /** How deep objects and lists may be nested; default 64. */
  maxDepth?: number;
  /** What a number becomes, from its digits as sent; default a JavaScript number. Lets a caller keep `38.30` as it stands. */
  number?: (digits: string) => unknown;
}

/**
 * Strict JSON (RFC 8259) from bytes. Refuses, with the place: invalid UTF-8 and a byte order mark, anything malformed, a key that
 * stands twice, nesting that is too deep, numbers that no double holds, and text that no database takes (NUL, half a surrogate pair).
 * Places are `line:column` for what cannot be read and JSON pointers for duplicate keys.
 */
export function readJson(bytes: Uint8Array, limits: JsonLimits): unknown {
  if (bytes.byteLength > limits.maxBytes) throw new RefusalError('TOO_LARGE');
  return new Reader(readUtf8(bytes), limits.maxDepth ?? 64, limits.number ?? Number).document();
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const ESCAPES: Record<string, string> = { '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

/** What needs a closer look in a string: an escape, or a control character. */
// oxlint-disable-next-line no-control-regex
const SPECIAL = /[\\\u0000-\u001f]/g;

const names = new KnownNames();

function parsed(literal: string): string | null {
  try {
    const text = JSON.parse(literal) as string;
    return text.isWellFormed() && !text.includes('\0') ? text : null;
  } catch {
    return null;
  }
}

class Reader {
  private at = 0;
  private readonly path: (string | number)[] = [];

  constructor(
    private readonly text: string,
    private readonly maxDepth: number,
    private readonly number: (digits: string) => unknown,
  ) {}

  document(): unknown {
    const value = this.value();
    if (this.skipSpace() < this.text.length) this.malformed('There is more after the end of the document.');
    return value;
  }

  private value(): unknown {
    const { text } = this;
    switch (text.charCodeAt(this.skipSpace())) {
      case 0x7b:
        return this.object();
      case 0x5b:
        return this.list();
      case QUOTE:
        return this.string();
      case 0x74:
        return this.word('true', true);
      case 0x66:
        return this.word('false', false);
      case 0x6e:
        return this.word('null', null);
      default:
        return this.numeral();
    }
  }

  private object(): Record<string, unknown> {
    const members: Record<string, unknown> = {};
    this.enter();
    if (this.text.charCodeAt(this.skipSpace()) === 0x7d) return this.leave(members);
    for (;;) {
      if (this.text.charCodeAt(this.skipSpace()) !== QUOTE) this.malformed('A key is expected.');
      const key = this.key();
      if (members[key] !== undefined && Object.hasOwn(members, key)) this.refuse('DUPLICATE_KEY', key);
      if (this.text.charCodeAt(this.skipSpace()) !== 0x3a) this.malformed('A colon is expected.');
      this.at++;
      this.path.push(key);
      const value = this.value();
      this.path.pop();
      if (key === '__proto__') Object.defineProperty(members, key, { value, enumerable: true });
      else members[key] = value;
      if (!this.comma(0x7d)) return this.leave(members);
    }
  }

  private list(): unknown[] {
    const items: unknown[] = [];
    this.enter();
    if (this.text.charCodeAt(this.skipSpace()) === 0x5d) return this.leave(items);
    for (;;) {
      this.path.push(items.length);
      items.push(this.value());
      this.path.pop();
      if (!this.comma(0x5d)) return this.leave(items);
    }
  }

  private key(): string {
    const from = this.at + 1;
    const end = this.text.indexOf('"', from);
    const known = end > from ? names.find(this.text, from, end) : undefined;
    if (known !== undefined) {
      this.at = end + 1;
      return known;
    }
    const key = this.string();
    // As long as it was written: it holds no escape, so the same letters always mean the same name.
    if (key.length === end - from) names.add(key);
    return key;
  }

  private string(): string {
    const quick = this.quickString();
    return quick ?? this.slowString();
  }

  /** A sound string by the platform's own reader, several times faster; null sends it to the slow one, which tells the fault. */
  private quickString(): string | null {
    const { text } = this;
    const from = this.at + 1;
    let end = text.indexOf('"', from);
    while (end > from && this.isEscaped(from, end)) end = text.indexOf('"', end + 1);
    if (end < 0) return null;
    const read = this.isSpecial(from, end) ? parsed(text.slice(from - 1, end + 1)) : text.slice(from, end);
    if (read !== null) this.at = end + 1;
    return read;
  }

  /** Where the next character stands that needs a closer look; most strings end before it. */
  private special = -1;

  private isSpecial(from: number, end: number): boolean {
    if (this.special < from) {
      SPECIAL.lastIndex = from;
      this.special = SPECIAL.test(this.text) ? SPECIAL.lastIndex - 1 : Infinity;
    }
    return this.special < end;
  }

  private isEscaped(from: number, quote: number): boolean {
    let backslashes = 0;
    while (quote - 1 - backslashes >= from && this.text.charCodeAt(quote - 1 - backslashes) === BACKSLASH)
      backslashes++;
    return backslashes % 2 === 1;
  }

  private slowString(): string {
    const { text } = this;
    let from = ++this.at;
    let read = '';
    for (;;) {
      const code = text.charCodeAt(this.at);
      if (code === QUOTE) break;
      if (code === BACKSLASH) {
        read += text.slice(from, this.at) + this.escape();
        from = this.at;
      } else if (code < 0x20) this.malformed('A control character stands unescaped in a string.');
      else if (Number.isNaN(code)) this.malformed('A string does not end.');
      else this.at++;
    }
    read += text.slice(from, this.at);
    this.at++;
    return read;
  }

  /** Half a surrogate pair can only come from escapes: the bytes were valid UTF-8. */
  private escape(): string {
    const letter = this.text.charAt(this.at + 1);
    if (letter !== 'u') {
      const plain = ESCAPES[letter];
      if (plain === undefined) this.malformed('An escape is not known.');
      this.at += 2;
      return plain!;
    }
    const first = this.hex(this.at + 2);
    if (first === 0) this.malformed('A NUL character is not allowed.');
    this.at += 6;
    if (first < 0xd800 || first > 0xdfff) return String.fromCharCode(first);
    const second = this.text.startsWith('\\u', this.at) ? this.hex(this.at + 2) : 0;
    if (first > 0xdbff || second < 0xdc00 || second > 0xdfff)
      this.malformed('Half a surrogate pair is not a character.');
    this.at += 6;
    return String.fromCharCode(first, second);
  }

  private hex(from: number): number {
    const digits = this.text.slice(from, from + 4);
    if (!/^[0-9a-fA-F]{4}$/.test(digits)) this.malformed('An escape lacks its four hexadecimal digits.');
    return parseInt(digits, 16);
  }

  private numeral(): unknown {
    NUMBER.lastIndex = this.at;
    const digits = NUMBER.exec(this.text)?.[0];
    if (digits === undefined) {
      this.malformed(this.at < this.text.length ? 'A value is expected.' : 'The document ends too early.');
    }
    if (!Number.isFinite(Number(digits))) this.malformed('A number is out of range.');
    this.at += digits!.length;
    return this.number(digits!);
  }

  private word<T>(word: string, value: T): T {
    if (!this.text.startsWith(word, this.at)) this.malformed('A value is expected.');
    this.at += word.length;
    return value;
  }

  private comma(end: number): boolean {
    const code = this.text.charCodeAt(this.skipSpace());
    if (code === 0x2c) {
      this.at++;
      return true;
    }
    if (code !== end) {
      this.malformed(this.at < this.text.length ? 'A comma or an end is expected.' : 'The document ends too early.');
    }
    return false;
  }

  private depth = 0;

  private enter(): void {
    if (++this.depth > this.maxDepth) this.refuse('TOO_DEEP');
    this.at++;
  }

  private leave<T>(value: T): T {
    this.depth--;
    this.at++;
    return value;
  }

  private skipSpace(): number {
    const { text } = this;
    for (;;) {
      const code = text.charCodeAt(this.at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return this.at;
      this.at++;
    }
  }

  private malformed(detail: string): never {
    const before = this.text.slice(0, this.at);
    const line = before.split('\n').length;
    throw new RefusalError('MALFORMED', { place: `${line}:${this.at - before.lastIndexOf('\n')}`, detail });
  }

  /** The pointer names keys only when they look like names, so that nothing a sender wrote by mistake is repeated. */
  private refuse(code: 'DUPLICATE_KEY' | 'TOO_DEEP', key?: string): never {
    const steps = [...this.path, ...(key === undefined ? [] : [key])].slice(0, 32);
    const pointer = steps.map((step) => (typeof step === 'number' || /^[A-Za-z_][\w-]{0,39}$/.test(step) ? step : '*'));
    throw new RefusalError(code, { place: `/${pointer.join('/')}`.slice(0, 256) });
  }
}

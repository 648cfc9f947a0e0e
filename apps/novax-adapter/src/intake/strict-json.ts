import { RefusalError } from '#contracts/refusal-error.js';
import type { RefusalCode } from '#contracts/refusal-codes.js';
import { SentNumber } from './sent-number.js';

const string = /"[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\u0000-\u001f]*)*"/y;
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const words: readonly (readonly [string, boolean | null])[] = [
  ['true', true],
  ['false', false],
  ['null', null],
];

/**
 * Reads JSON (RFC 8259) without what JSON.parse forgives: a key that stands twice, nesting without end, and digits that
 * are rounded (numbers come back as SentNumber). Every refusal names line and column, never the text found there.
 */
export function strictJson(text: string, mostDepth: number): unknown {
  return new StrictJson(text, mostDepth).document();
}

class StrictJson {
  private at = 0;

  constructor(
    private readonly text: string,
    private readonly mostDepth: number,
  ) {}

  document(): unknown {
    const value = this.value(1);
    if (this.next() !== undefined) this.refuse('MALFORMED');
    return value;
  }

  private value(depth: number): unknown {
    const char = this.next();
    if (char === '{' || char === '[') {
      if (depth > this.mostDepth) this.refuse('TOO_DEEP');
      return char === '{' ? this.object(depth) : this.array(depth);
    }
    if (char === '"') return this.string();
    const digits = this.token(number);
    if (digits !== null) return new SentNumber(digits);
    for (const [word, meaning] of words) {
      if (!this.text.startsWith(word, this.at)) continue;
      this.at += word.length;
      return meaning;
    }
    return this.refuse('MALFORMED');
  }

  /** Without a prototype, so that `__proto__` is a member like any other. */
  private object(depth: number): unknown {
    const members = Object.create(null) as Record<string, unknown>;
    this.list('}', () => {
      if (this.next() !== '"') this.refuse('MALFORMED');
      const keyAt = this.at;
      const key = this.string();
      if (Object.hasOwn(members, key)) this.refuse('DUPLICATE_KEY', keyAt);
      if (this.next() !== ':') this.refuse('MALFORMED');
      this.at += 1;
      members[key] = this.value(depth + 1);
    });
    return members;
  }

  private array(depth: number): unknown[] {
    const elements: unknown[] = [];
    this.list(']', () => elements.push(this.value(depth + 1)));
    return elements;
  }

  private list(end: '}' | ']', readOne: () => void): void {
    this.at += 1;
    if (this.next() !== end) {
      readOne();
      while (this.next() === ',') {
        this.at += 1;
        readOne();
      }
    }
    if (this.next() !== end) this.refuse('MALFORMED');
    this.at += 1;
  }

  private string(): string {
    const quoted = this.token(string);
    if (quoted === null) return this.refuse('MALFORMED');
    return quoted.includes('\\') ? (JSON.parse(quoted) as string) : quoted.slice(1, -1);
  }

  private token(shape: RegExp): string | null {
    shape.lastIndex = this.at;
    const found = shape.exec(this.text)?.[0] ?? null;
    this.at += found?.length ?? 0;
    return found;
  }

  /** The next character that is not white space. */
  private next(): string | undefined {
    let char = this.text[this.at];
    while (char === ' ' || char === '\n' || char === '\r' || char === '\t') char = this.text[++this.at];
    return char;
  }

  private refuse(code: RefusalCode, at = this.at): never {
    const before = this.text.slice(0, at).split('\n');
    throw new RefusalError(code, { place: `line ${before.length} column ${(before.at(-1) ?? '').length + 1}` });
  }
}

const SLOTS = 1024;
const LONGEST = 40;

const slotOf = (text: string, from: number, end: number): number =>
  (text.charCodeAt(from) * 31 + text.charCodeAt(end - 1) * 7 + (end - from)) % SLOTS;

/**
 * Names of members that were read before, a bounded number. The same name read again is then compared in place and given back as the
 * one string that objects already know it by; a string cut out anew has to be looked up each time it is used as a key.
 */
export class KnownNames {
  private readonly slots = Array.from<string | undefined>({ length: SLOTS });

  /** The name that stands at `from` up to `end`, when it is a known one. */
  find(text: string, from: number, end: number): string | undefined {
    const known = this.slots[slotOf(text, from, end)];
    return known !== undefined && known.length === end - from && text.startsWith(known, from) ? known : undefined;
  }

  add(name: string): void {
    if (name.length === 0 || name.length > LONGEST) return;
    this.slots[slotOf(name, 0, name.length)] = Object.keys({ [name]: 0 })[0];
  }
}

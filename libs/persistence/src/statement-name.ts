/** Texts beyond this are sent unprepared: each costs memory on both sides of every connection. */
const MOST_STATEMENTS = 500;

const names = new Map<string, string>();
let generation = 0;

/** The name under which this process prepares a statement; the same for the same text. Null when there are too many already. */
export function statementName(text: string): string | null {
  const known = names.get(text);
  if (known !== undefined) return known;
  if (names.size >= MOST_STATEMENTS) return null;
  const name = `hub_${generation}_${names.size}`;
  names.set(text, name);
  return name;
}

/** From now on every statement gets a new name, and with it a new plan. */
export function forgetStatementNames(): void {
  names.clear();
  generation += 1;
}

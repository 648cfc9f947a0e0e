/** Shorter names differ by one character from too many others: `HOST` and `POST`. */
const SHORTEST = 6;

/** The known key that somebody most likely meant: one character left out, added, changed, or two of them swapped. Null for a foreign key. */
export function nearMiss(key: string, known: readonly string[]): string | null {
  if (key.length < SHORTEST || known.includes(key)) return null;
  return known.find((other) => other.length >= SHORTEST && isOneSlipFrom(key, other)) ?? null;
}

function isOneSlipFrom(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let same = 0;
  while (same < a.length && a[same] === b[same]) same += 1;
  const [restA, restB] = [a.slice(same), b.slice(same)];
  if (restA.slice(1) === restB || restA === restB.slice(1) || restA.slice(1) === restB.slice(1)) return true;
  return restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2);
}

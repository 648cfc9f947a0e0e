const BARS = '▁▂▃▄▅▆▇█';

/** One sign for each number, oldest first: a dot for none, else a bar as high as it is beside the highest. */
export function trend(numbers: readonly number[]): string {
  const most = Math.max(...numbers);
  return numbers.map((number) => (number === 0 ? '·' : BARS[Math.ceil((number / most) * BARS.length) - 1])).join('');
}

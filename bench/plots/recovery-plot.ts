import type { FaultResult } from '../campaign/fault-result.js';

const ROW = 20;
const LEFT = 250;
const WIDTH = 900;

/** A line for each fault: from nothing to the median as a bar, on to the 95th percentile as a whisker. */
export function recoveryPlot(faults: readonly FaultResult[]): string {
  const measured = faults.filter(({ recoverP95Ms }) => recoverP95Ms !== null);
  const longest = Math.max(1_000, ...measured.map(({ recoverP95Ms }) => recoverP95Ms ?? 0));
  const at = (ms: number): string => (LEFT + ((WIDTH - LEFT - 90) * ms) / longest).toFixed(1);
  const rows = measured.map(({ name, recoverP50Ms, recoverP95Ms }, nth) => {
    const y = 10 + nth * ROW;
    const [p50, p95] = [recoverP50Ms ?? 0, recoverP95Ms ?? 0];
    return [
      `<text x="${LEFT - 8}" y="${y + 13}" text-anchor="end">${name}</text>`,
      `<rect x="${LEFT}" y="${y + 3}" width="${(Number(at(p50)) - LEFT).toFixed(1)}" height="${ROW - 8}" fill="#3a6ea5"/>`,
      `<path d="M${at(p50)} ${y + 9}H${at(p95)}M${at(p95)} ${y + 4}v10" stroke="#c1440e" stroke-width="2"/>`,
      `<text x="${Number(at(p95)) + 6}" y="${y + 13}">${(p50 / 1000).toFixed(1)} / ${(p95 / 1000).toFixed(1)} s</text>`,
    ].join('');
  });
  const height = 20 + measured.length * ROW;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="sans-serif" font-size="11" role="img" ` +
    `aria-label="Recovery by fault, median and 95th percentile"><rect width="${WIDTH}" height="${height}" fill="#fff"/>\n${rows.join('\n')}\n</svg>\n`
  );
}

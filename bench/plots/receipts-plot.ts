import type { FaultCourse } from '../campaign/fault-result.js';

const COLUMNS = 2;
const WIDTH = 440;
const HEIGHT = 110;
const PLOT = { left: 34, top: 20, width: WIDTH - 50, height: HEIGHT - 42 };

/** A small picture for each fault: receipts a second as a line, visible results as dots, the time of the fault shaded. */
export function receiptsPlot(courses: readonly FaultCourse[]): string {
  const rows = Math.ceil(courses.length / COLUMNS);
  const pictures = courses.map((course, nth) => {
    const [x, y] = [(nth % COLUMNS) * WIDTH, Math.floor(nth / COLUMNS) * HEIGHT];
    return `<g transform="translate(${x} ${y})">${picture(course)}</g>`;
  });
  const [width, height] = [COLUMNS * WIDTH, Math.max(1, rows) * HEIGHT];
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="10" role="img" ` +
    `aria-label="Receipts and visible results a second, by fault"><rect width="${width}" height="${height}" fill="#fff"/>\n${pictures.join('\n')}\n</svg>\n`
  );
}

function picture({ name, acknowledgedPerSecond, visiblePerSecond, faultSeconds }: FaultCourse): string {
  const { left, top, width, height } = PLOT;
  const seconds = Math.max(1, acknowledgedPerSecond.length);
  const most = Math.max(1, ...acknowledgedPerSecond, ...visiblePerSecond);
  const x = (second: number): string => (left + (width * second) / seconds).toFixed(1);
  const y = (count: number): string => (top + height - (height * count) / most).toFixed(1);
  const shades = faultSeconds.map(
    ([from, to]) =>
      `<rect x="${x(from)}" y="${top}" width="${(Number(x(to)) - Number(x(from))).toFixed(1)}" height="${height}" fill="#f3d9cf"/>`,
  );
  const line = acknowledgedPerSecond.map((count, second) => `${x(second + 0.5)},${y(count)}`).join(' ');
  const dots = visiblePerSecond.flatMap((count, second) => (count > 0 ? [`M${x(second + 0.5)} ${y(count)}h0`] : []));
  return [
    ...shades,
    `<path d="M${left} ${top}v${height}h${width}" fill="none" stroke="#888"/>`,
    `<polyline points="${line}" fill="none" stroke="#3a6ea5" stroke-width="1.5"/>`,
    `<path d="${dots.join('')}" stroke="#2f7d32" stroke-width="3" stroke-linecap="round"/>`,
    `<text x="${left}" y="${top - 7}" font-weight="bold">${name}</text>`,
    `<text x="${left - 4}" y="${top + 8}" text-anchor="end">${most}</text>`,
    `<text x="${left + width}" y="${top + height + 13}" text-anchor="end">${seconds} s</text>`,
  ].join('');
}

interface SparklineProps {
  /** One number a day, oldest first. */
  perDay: readonly number[];
  /** The same days. */
  days: readonly string[];
}

const width = 160;
const height = 32;
const edge = 3;

/** A number a day as a small line; its label says the same in words. */
export function Sparkline({ perDay, days }: SparklineProps) {
  const most = Math.max(...perDay, 1);
  const step = (width - 2 * edge) / Math.max(perDay.length - 1, 1);
  const points = perDay.map(
    (count, nth) =>
      `${(edge + nth * step).toFixed(1)},${(height - edge - (count / most) * (height - 2 * edge)).toFixed(1)}`,
  );
  const worst = days[perDay.indexOf(most)];
  const label =
    `${days.length} days to ${days.at(-1)}: ${perDay.at(-1)} today` +
    (worst === undefined ? '' : `, most on ${worst}: ${most}`);
  return (
    <svg
      class="hub-sparkline"
      role="img"
      aria-label={label}
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
    >
      <polyline points={points.join(' ')} />
    </svg>
  );
}

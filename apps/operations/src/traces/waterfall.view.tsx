import { duration } from '../pages/duration.js';
import type { WaterfallRow } from './waterfall.rules.js';

const ROW = 22;
const LABEL = 420;
const BARS = 480;
const TIME = 80;
const INDENT = 14;

/** Spans as bars over the time of their trace. The table beside it says the same in words. */
export function Waterfall({ rows }: { rows: readonly WaterfallRow[] }) {
  const totalMs = Math.max(1, ...rows.map(({ fromMs, tookMs }) => fromMs + tookMs));
  const scale = BARS / totalMs;
  return (
    <svg
      class="hub-time-line"
      role="img"
      aria-label={`Waterfall of ${rows.length} spans over ${duration(totalMs)}; the same is in the table below`}
      viewBox={`0 0 ${LABEL + BARS + TIME} ${rows.length * ROW + 8}`}
    >
      {rows.map(({ spanId, service, name, failed, depth, fromMs, tookMs }, nth) => {
        const middle = nth * ROW + ROW / 2 + 4;
        const start = LABEL + fromMs * scale;
        const end = start + Math.max(2, tookMs * scale);
        return (
          <g key={spanId}>
            <text x={Math.min(depth, 12) * INDENT} y={middle + 5} font-size="12">
              {`${service}: ${name}`.slice(0, 60)}
            </text>
            <line x1={start} x2={end} y1={middle} y2={middle} class={failed ? 'hub-bar hub-bar-failed' : 'hub-bar'} />
            <text x={end + 6} y={middle + 5} font-size="12">
              {duration(tookMs)}
            </text>
          </g>
        );
      })}
    </svg>
  );
}

import { duration } from '../pages/duration.js';
import type { ChainView } from './chain.view.js';
import { stepWords } from './step-words.js';

const rowHeight = 28;
const labelWidth = 250;
const barWidth = 560;
const timeWidth = 110;

/** The chain drawn as a time line: one row a step, from the step before to the step itself. The table beside it says the same in words. */
export function TimeLine({ chain }: { chain: ChainView }) {
  const height = chain.steps.length * rowHeight + 8;
  const scale = barWidth / Math.max(chain.totalMs, 1);
  return (
    <svg
      class="hub-time-line"
      role="img"
      aria-label={`Time line of ${chain.steps.length} steps over ${duration(chain.totalMs)}; the same is in the table below`}
      viewBox={`0 0 ${labelWidth + barWidth + timeWidth} ${height}`}
    >
      {chain.steps.map((step, row) => {
        const start = labelWidth + (step.elapsedMs - step.stepMs) * scale;
        const end = labelWidth + step.elapsedMs * scale;
        const middle = row * rowHeight + rowHeight / 2 + 4;
        const failed = step.code !== null && !step.name.endsWith('.level.changed');
        return (
          <g key={step.eventId}>
            <text x={labelWidth - 12} y={middle + 5} text-anchor="end">
              {stepWords(step.name)}
            </text>
            <line x1={start} x2={end} y1={middle} y2={middle} class="hub-bar" />
            <circle cx={end} cy={middle} r={failed ? 7 : 5} class={failed ? 'hub-dot hub-dot-failed' : 'hub-dot'} />
            <text x={end + 12} y={middle + 5}>
              {duration(step.elapsedMs)}
            </text>
          </g>
        );
      })}
    </svg>
  );
}

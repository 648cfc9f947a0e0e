import type { ChainView } from '../chains/chain.view.js';
import { duration } from './duration.js';
import { stepWords } from './step-words.js';

const rowHeight = 28;
const labelWidth = 230;
const barWidth = 560;

/** The chain drawn as a time line: one row a step, from the step before to the step itself. */
export function TimeLine({ chain }: { chain: ChainView }) {
  const height = chain.steps.length * rowHeight + 8;
  const scale = barWidth / Math.max(chain.totalMs, 1);
  return (
    <svg
      role="img"
      aria-label={`Time line of ${chain.steps.length} steps over ${duration(chain.totalMs)}; the same is in the table below`}
      viewBox={`0 0 ${labelWidth + barWidth + 90} ${height}`}
      width="100%"
    >
      {chain.steps.map((step, row) => {
        const start = labelWidth + (step.elapsedMs - step.stepMs) * scale;
        const end = labelWidth + step.elapsedMs * scale;
        const middle = row * rowHeight + rowHeight / 2 + 4;
        return (
          <g key={step.eventId}>
            <text x={labelWidth - 12} y={middle + 5} text-anchor="end" class="label">
              {stepWords(step.name)}
            </text>
            <line x1={start} x2={end} y1={middle} y2={middle} class={`bar ${step.service}`} />
            <circle cx={end} cy={middle} r={5} class={`dot ${step.service}`} />
            <text x={end + 10} y={middle + 5} class="time">
              {duration(step.elapsedMs)}
            </text>
          </g>
        );
      })}
    </svg>
  );
}

import { stepWords } from '../chains/step-words.js';
import { Instant } from '../pages/instant.view.js';
import type { FoundGap } from './gap.js';
import { gapCloseWords } from './gap-close-codes.js';
import { gapPaths } from './gap-paths.js';

/** Gaps, one a row: which step of which chain, since when, and how it was closed. */
export function GapTable({ gaps, state }: { gaps: readonly FoundGap[]; state: 'open' | 'closed' }) {
  return (
    <table class="hub-table">
      <caption>{state === 'open' ? 'Open gaps' : 'Closed gaps'}, latest found first</caption>
      <thead>
        <tr>
          <th scope="col">Missing step</th>
          <th scope="col">Awaited since</th>
          <th scope="col">Found</th>
          {state === 'closed' && <th scope="col">Closed</th>}
          {state === 'closed' && <th scope="col">How</th>}
          <th scope="col">Chain</th>
        </tr>
      </thead>
      <tbody>
        {gaps.map((gap) => (
          <tr key={`${gap.traceId} ${gap.step} ${gap.letterId} ${gap.since}`}>
            <td data-title="Missing step">
              <a href={gapPaths.one(gap)}>{stepWords(gap.step)}</a>
            </td>
            <td data-title="Awaited since">
              <Instant at={gap.since} />
            </td>
            <td data-title="Found">
              <Instant at={gap.detectedAt} />
            </td>
            {state === 'closed' && (
              <td data-title="Closed">
                <Instant at={gap.closedAt!} />
              </td>
            )}
            {state === 'closed' && <td data-title="How">{howClosed(gap)}</td>}
            <td data-title="Chain">
              <a href={`/chains/${gap.traceId}/page`}>{gap.traceId.slice(0, 8)}</a>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function howClosed({ byHand, cameAt }: FoundGap): string {
  if (byHand === null) return 'The step came, late';
  const later = cameAt === null ? '' : ' The step came after all.';
  return `By ${byHand.who}: ${gapCloseWords[byHand.code]}.${later}`;
}

import { stepWords } from '../chains/step-words.js';
import { Instant } from '../pages/instant.view.js';
import type { Gap } from './gap.js';
import { gapCloseWords } from './gap-close-codes.js';
import { gapPaths } from './gap-paths.js';

/** A gap of a chain: what was awaited since when, whether it came, who closed it, and the way to do so. */
export function GapOfChain({ gap, traceId }: { gap: Gap; traceId: string }) {
  const { step, letterId, since, closedAt, cameAt, byHand } = gap;
  return (
    <div class={closedAt ? 'hub-note' : 'hub-note hub-note-bad'}>
      <h2 class="h5">{heading(gap)}</h2>
      <p>
        {stepWords(step)} was awaited since <Instant at={since} />
        {cameAt && ' and came '}
        {cameAt && <Instant at={cameAt} />}.
      </p>
      {byHand && (
        <p>
          {byHand.who} closed the gap <Instant at={closedAt!} />: {gapCloseWords[byHand.code]}. {byHand.reason}
        </p>
      )}
      {cameAt === null && (
        <p>
          <a href={gapPaths.one({ traceId, step, letterId })}>
            {byHand
              ? 'Look at the gap and open it again'
              : 'Look at the gap and close it, when the step will never come'}
          </a>
        </p>
      )}
    </div>
  );
}

function heading({ closedAt, cameAt, byHand }: Gap): string {
  if (closedAt === null) return 'The chain has stopped';
  if (byHand === null) return 'A gap was found and closed, late';
  return cameAt === null
    ? 'A gap was closed by an operator'
    : 'A gap was closed by an operator, and the step came later';
}

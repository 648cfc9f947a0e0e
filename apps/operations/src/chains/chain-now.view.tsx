import { GapOfChain } from '../gaps/gap-of-chain.view.js';
import { StopOfChain } from '../messages/stop-of-chain.view.js';
import type { StopsOfTrace } from '../messages/stops-of-traces.js';
import { Now } from '../layout/live.view.js';
import { duration } from '../pages/duration.js';
import type { ChainView } from './chain.view.js';
import { ChainSteps } from './chain-steps.view.js';
import { StateMark } from './state-mark.view.js';
import { stepWords } from './step-words.js';
import { TimeLine } from './time-line.view.js';

/** How the chain stands at this moment; asked for again and again while it may go on. */
export function ChainNow({ chain, stops: { stops, silent } }: { chain: ChainView; stops: StopsOfTrace }) {
  const more = chain.state === 'running' || chain.state === 'stopped';
  return (
    <Now more={more} told={`The chain is ${chain.state}, last step ${stepWords(chain.steps.at(-1)?.name ?? '')}`}>
      <p class="font-lead">
        <StateMark state={chain.state} /> From {chain.sourceSystem}, {duration(chain.totalMs)} from the first step to
        the last.
      </p>
      {chain.gaps.map((gap) => (
        <GapOfChain gap={gap} traceId={chain.traceId} key={`${gap.step} ${gap.letterId} ${gap.since}`} />
      ))}
      {stops.map((stop) => (
        <StopOfChain stop={stop} key={`${stop.service} ${stop.state} ${stop.eventId}`} />
      ))}
      {silent.length > 0 && (
        <div class="hub-note hub-note-bad">
          <h2 class="h5">Not every service answers</h2>
          <p>Something may stand still there, too: {silent.join(', ')}.</p>
        </div>
      )}
      <h2>Steps</h2>
      <TimeLine chain={chain} />
      <ChainSteps chain={chain} />
    </Now>
  );
}

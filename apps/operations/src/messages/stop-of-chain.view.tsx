import { stepWords } from '../chains/step-words.js';
import { Instant } from '../pages/instant.view.js';
import { nextStep } from './next-step.rules.js';
import { stoppedPaths } from './stopped-paths.js';
import type { Stop } from './stops-of-traces.js';
import { stopWords } from './stop-words.js';

const SETTLED: ReadonlySet<string> = new Set(['replayed', 'discarded']);

/** A stopped event of a chain: where, why, since when, what to do, and the way to do it. */
export function StopOfChain({ stop }: { stop: Stop }) {
  const { service, state, type, code, attempts, since, deadLetterId, key } = stop;
  const step = stepWords(type?.replace(/\.v\d+$/, '') ?? 'an event');
  return (
    <div class={SETTLED.has(state) ? 'hub-note' : 'hub-note hub-note-bad'}>
      <h2 class="h5">
        Stopped in {service}: {step} ({stopWords[state]})
      </h2>
      <p>
        Code <strong>{code}</strong>, {attempts === 1 ? '1 try' : `${attempts} tries`}, since <Instant at={since} />.
      </p>
      <p>{nextStep(stop)}</p>
      <p>
        {deadLetterId !== null && (
          <a href={stoppedPaths.letter(service, deadLetterId)}>
            Look at the dead letter and {state === 'open' ? 'replay it' : 'what became of it'}
          </a>
        )}
        {deadLetterId === null && key !== null && (
          <a href={stoppedPaths.parked(service, key)}>Look at the parked child and try again</a>
        )}
      </p>
    </div>
  );
}

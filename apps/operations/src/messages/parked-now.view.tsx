import type { ParkedChild } from '#messaging/stopped/messages.view.js';
import { Now } from '../layout/live.view.js';
import { Instant } from '../pages/instant.view.js';
import type { DeskService } from './desk-addresses.js';
import { nextStep } from './next-step.rules.js';
import { type Release, releaseOutcome } from './release-outcome.rules.js';
import { stoppedPaths } from './stopped-paths.js';

interface ParkedNowProps {
  service: DeskService;
  /** Null when nothing of the key is parked any more. */
  child: ParkedChild | null;
  /** When somebody has just said that it is to be tried again. */
  release: Release | null;
}

const OUTCOMES = {
  not_released: '',
  failed_again: 'It was tried again and failed again. ',
  next_failed: 'The event before it is through; this one failed. ',
};

/** How a parked child stands at this moment. */
export function ParkedNow({ service, child, release }: ParkedNowProps) {
  if (child === null) {
    return (
      <Now more={false} told="Nothing of this key is parked">
        <div class="hub-note">
          <h2 class="h5">Nothing of this key is parked</h2>
          <p>What waited has been handled, in order.</p>
        </div>
      </Now>
    );
  }
  const { code, errorClass, attempts, parkedAt, triedAt, retryAt, waiting, eventType } = child;
  const outcome = releaseOutcome(child, release);
  return (
    <Now more told={`${waiting} events wait after ${attempts} tries`}>
      <div class="hub-note hub-note-bad">
        <h2 class="h5">
          {eventType ?? 'An event'} failed: {code}
        </h2>
        <p>
          {attempts === 1 ? '1 try' : `${attempts} tries`}, parked since <Instant at={parkedAt} />, last tried{' '}
          <Instant at={triedAt} />. {waiting === 1 ? '1 event waits' : `${waiting} events wait`}.
        </p>
        {outcome === 'under_way' ? (
          <p>It is being tried again.</p>
        ) : (
          <p>
            {OUTCOMES[outcome]}
            {nextStep({ state: 'parked', errorClass, code, retryAt })}
          </p>
        )}
        {(outcome === 'failed_again' || outcome === 'next_failed') && (
          <p>
            <a href={stoppedPaths.parked(service, child.key)}>Try again once more</a>
          </p>
        )}
      </div>
    </Now>
  );
}

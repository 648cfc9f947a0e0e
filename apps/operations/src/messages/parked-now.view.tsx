import type { ParkedChild } from '#messaging/messages.view.js';
import { Now } from '../layout/live.view.js';
import { Instant } from '../pages/instant.view.js';
import { nextStep } from './next-step.rules.js';

/** How a parked child stands at this moment. `released`: somebody has just said that it is to be tried again. */
export function ParkedNow({ child, released }: { child: ParkedChild | null; released: boolean }) {
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
        <p>
          {released && retryAt !== null
            ? 'It is being tried again.'
            : released
              ? `It was tried again and failed again. ${nextStep({ state: 'parked', errorClass, code, retryAt })}`
              : nextStep({ state: 'parked', errorClass, code, retryAt })}
        </p>
      </div>
    </Now>
  );
}

import type { DeadLetter } from '#messaging/stopped/messages.view.js';
import { traceIdOf } from '#observability/traceparent.js';
import { Layout } from '../layout/layout.page.js';
import type { PageFrame } from '../layout/page-frame.js';
import { Instant } from '../pages/instant.view.js';
import type { DeskService } from './desk-addresses.js';
import { nextStep } from './next-step.rules.js';
import { RedactedError } from './redacted-error.view.js';
import { stopWords } from './stop-words.js';
import { stoppedPaths } from './stopped-paths.js';

/** One dead letter: where it lay and why it died, never what it held; and what may be done. */
export function DeadLetterPage({
  frame,
  service,
  letter,
}: {
  frame: PageFrame;
  service: DeskService;
  letter: DeadLetter;
}) {
  const crumbs = [
    { path: '/stopped', label: 'Stopped messages' },
    { path: stoppedPaths.service(service), label: `Stopped in ${service}` },
  ];
  const traceId = traceIdOf(letter.traceparent);
  return (
    <Layout frame={frame} title={`Dead letter: ${letter.type ?? 'unknown'}`} crumbs={crumbs}>
      <p class="font-lead">
        <span class="hub-mark">{stopWords[letter.state]}</span> since <Instant at={letter.stateSince} />
      </p>
      <div class="hub-note">
        <h2 class="h5">What to do</h2>
        <p>{nextStep({ ...letter, retryAt: null })}</p>
      </div>
      <Acts service={service} letter={letter} />
      <h2>Why</h2>
      <dl class="hub-facts">
        <dt>Code</dt>
        <dd>{letter.code}</dd>
        <dt>Tries</dt>
        <dd>{letter.attempts}</dd>
      </dl>
      <RedactedError error={letter.error} />
      <h2>What and where</h2>
      <dl class="hub-facts">
        <dt>Event</dt>
        <dd>{letter.eventId ?? 'unknown'}</dd>
        <dt>Key</dt>
        <dd>{letter.key ?? 'unknown'}</dd>
        <dt>Consumer</dt>
        <dd>{letter.consumer}</dd>
        <dt>Lay at</dt>
        <dd>
          {letter.topic}, partition {letter.partition}, offset {letter.offset}
        </dd>
        <dt>Set aside</dt>
        <dd>
          <Instant at={letter.diedAt} />
        </dd>
        <dt>Chain</dt>
        <dd>{traceId === null ? 'unknown' : <a href={`/chains/${traceId}/page`}>{traceId}</a>}</dd>
      </dl>
      <p>What the event held is never shown.</p>
    </Layout>
  );
}

function Acts({ service, letter: { id, state, key } }: { service: DeskService; letter: DeadLetter }) {
  const plan = (act: 'replay' | 'discard' | 'reopen' | 'stop-replay') => stoppedPaths.plan(service, { act, id });
  return (
    <ul class="hub-links">
      {state === 'open' && (
        <>
          <li>
            <a href={plan('replay')}>Replay it: see first what would happen</a>
          </li>
          {key !== null && (
            <li>
              <a href={stoppedPaths.plan(service, { act: 'replay', key })}>Replay all of this key, in order</a>
            </li>
          )}
          <li>
            <a href={plan('discard')}>Discard it</a>
          </li>
        </>
      )}
      {state === 'queued' && (
        <li>
          <a href={plan('stop-replay')}>Stop the replay</a>
        </li>
      )}
      {state === 'discarded' && (
        <li>
          <a href={plan('reopen')}>Open it again</a>
        </li>
      )}
    </ul>
  );
}

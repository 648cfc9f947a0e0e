import { Now } from '../layout/live.view.js';
import type { ReplayProgress } from './replay-progress.js';

/** How far a replay has come at this moment. */
export function ReplayNow({ progress: { of, queued, replayed, openAgain } }: { progress: ReplayProgress }) {
  const done = of - queued;
  const more = queued > 0;
  const words = more
    ? `${done} of ${of} are through`
    : `The replay is at its end: ${replayed} replayed, ${openAgain} open again`;
  return (
    <Now more={more} told={more ? '' : words}>
      <p class="font-lead">{words}</p>
      <progress class="hub-progress" max={of} value={done} aria-label="Progress of the replay">
        {done} of {of}
      </progress>
      <dl class="hub-facts">
        <dt>Wait for their replay</dt>
        <dd>{queued}</dd>
        <dt>Replayed</dt>
        <dd>{replayed}</dd>
        <dt>Failed, open again</dt>
        <dd>{openAgain}</dd>
      </dl>
    </Now>
  );
}

import { traceIdOf } from '#observability/traceparent.js';
import type { ParkedChild } from '#messaging/stopped/messages.view.js';
import { Layout } from '../layout/layout.page.js';
import { Live } from '../layout/live.view.js';
import type { PageFrame } from '../layout/page-frame.js';
import { ReasonField } from '../pages/reason-field.view.js';
import type { DeskService } from './desk-addresses.js';
import { ParkedNow } from './parked-now.view.js';
import { RedactedError } from './redacted-error.view.js';
import { type Release, releaseOutcome } from './release-outcome.rules.js';
import { stoppedPaths } from './stopped-paths.js';
import { queryOf } from '../pages/query-of.js';

interface ParkedChildPageProps {
  frame: PageFrame;
  service: DeskService;
  childKey: string;
  /** Null when nothing of the key is parked any more. */
  child: ParkedChild | null;
  /** When somebody has just said that it is to be tried again. */
  release: Release | null;
  reason?: string | undefined;
  fault?: string | undefined;
}

/** One parked child: why its events wait, and the way to let it be tried again. */
export function ParkedChildPage(props: ParkedChildPageProps) {
  const { frame, service, childKey, child, release, reason, fault } = props;
  const crumbs = [
    { path: '/stopped', label: 'Stopped messages' },
    { path: stoppedPaths.service(service), label: `Stopped in ${service}` },
  ];
  const { triedAt: released, eventId } = release ?? {};
  const now = `/stopped/${service}/parked/now?${queryOf({ key: childKey, released, eventId })}`;
  const isUnderWay = child !== null && releaseOutcome(child, release) === 'under_way';
  const traceId = traceIdOf(child?.traceparent);
  return (
    <Layout frame={frame} title="Parked child" faulty={fault !== undefined} crumbs={crumbs}>
      <Live from={now} page={stoppedPaths.parked(service, childKey)}>
        <ParkedNow service={service} child={child} release={release} />
      </Live>
      {child !== null && !isUnderWay && (
        <form class="hub-choice" method="post" action={`/stopped/${service}/parked/release`}>
          <h2>Try again</h2>
          <p>The event that failed is handled again now, and the events behind it after it, in order.</p>
          <input type="hidden" name="csrf" value={frame.csrf ?? ''} />
          <input type="hidden" name="key" value={childKey} />
          <ReasonField given={reason} fault={fault} />
          <button class="button button-primary" type="submit">
            Try again now
          </button>
        </form>
      )}
      {child !== null && (
        <>
          <h2>When it can never be handled</h2>
          <p>
            <a href={stoppedPaths.setAside(service, childKey)}>Set this event aside</a>, so that those behind it go on.
            The next page says what would happen.
          </p>
        </>
      )}
      <h2>Ids</h2>
      <dl class="hub-facts">
        <dt>Key</dt>
        <dd>{childKey}</dd>
        {child !== null && (
          <>
            <dt>Event</dt>
            <dd>{child.eventId ?? 'unknown'}</dd>
            <dt>Consumer</dt>
            <dd>{child.consumer}</dd>
            <dt>Chain</dt>
            <dd>{traceId === null ? 'unknown' : <a href={`/chains/${traceId}/page`}>{traceId}</a>}</dd>
          </>
        )}
      </dl>
      {child !== null && <RedactedError error={child.error} />}
    </Layout>
  );
}

import type { SetAsideReport } from '#messaging/stopped/messages.view.js';
import { Layout } from '../layout/layout.page.js';
import type { PageFrame } from '../layout/page-frame.js';
import { ReasonField } from '../pages/reason-field.view.js';
import type { DeskService } from './desk-addresses.js';
import { stoppedPaths } from './stopped-paths.js';

interface SetAsidePageProps {
  frame: PageFrame;
  service: DeskService;
  /** What it would do now. */
  report: SetAsideReport;
  reason?: string | undefined;
  fault?: string | undefined;
}

/** What setting aside the event that a child waits for would do, before it is done: nothing has changed yet. */
export function SetAsidePage({ frame, service, report, reason, fault }: SetAsidePageProps) {
  const { key, eventId, eventType, code, behind } = report;
  const crumbs = [
    { path: '/stopped', label: 'Stopped messages' },
    { path: stoppedPaths.service(service), label: `Stopped in ${service}` },
    { path: stoppedPaths.parked(service, key), label: 'Parked child' },
  ];
  return (
    <Layout frame={frame} title="Set an event aside" faulty={fault !== undefined} crumbs={crumbs}>
      <p class="font-lead">Nothing has changed yet. This is what would happen.</p>
      <dl class="hub-facts">
        <dt>Key</dt>
        <dd>{key}</dd>
        <dt>Event</dt>
        <dd>
          {eventType}, {eventId}
        </dd>
        <dt>Failed with</dt>
        <dd>{code}</dd>
        <dt>Events behind it</dt>
        <dd>{behind}</dd>
      </dl>
      <p>
        The event becomes a dead letter, whole: its step does not come until it is replayed. A replay comes after what
        was handled by then.
      </p>
      <p>
        {behind === 0
          ? 'Nothing waits behind it: the child flows again.'
          : 'What waits behind it is handled now, in order. If one fails, the child stays parked with that one at the head.'}{' '}
        Do it only when this event can never be handled, or when the next ones may come before it.
      </p>
      <form class="hub-choice" method="post" action={`/stopped/${service}/parked/set-aside`}>
        <input type="hidden" name="csrf" value={frame.csrf ?? ''} />
        <input type="hidden" name="key" value={key} />
        <input type="hidden" name="eventId" value={eventId} />
        <ReasonField given={reason} fault={fault} />
        <button class="button button-primary" type="submit">
          Set aside
        </button>
      </form>
    </Layout>
  );
}

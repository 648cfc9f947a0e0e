import type { LateWork } from '../gaps/late-work.store.js';
import { LateWorkTable } from '../gaps/late-work-table.view.js';
import { Layout } from '../layout/layout.page.js';
import type { PageFrame } from '../layout/page-frame.js';
import { duration } from '../pages/duration.js';
import type { DeskService } from './desk-addresses.js';
import type { Summary } from './message-desks.client.js';
import { stoppedPaths } from './stopped-paths.js';

export interface ServiceSummary {
  readonly service: DeskService;
  /** Null for a service that did not answer. */
  readonly summary: Summary | null;
}

interface StoppedServicesPageProps {
  frame: PageFrame;
  services: readonly ServiceSummary[];
  /** Work that services should have done by now. */
  late: readonly LateWork[];
}

/** What stands still in each service. */
export function StoppedServicesPage({ frame, services, late }: StoppedServicesPageProps) {
  return (
    <Layout frame={frame} title="Stopped messages">
      <p class="font-lead">{verdict(services)}</p>
      {services.length > 0 && (
        <table class="hub-table">
          <caption>What stands still in each service, for {frame.user?.municipality}</caption>
          <thead>
            <tr>
              <th scope="col">Service</th>
              <th scope="col">Parked children</th>
              <th scope="col">Dead letters</th>
              <th scope="col">Being replayed</th>
              <th scope="col">Replayed</th>
              <th scope="col">Discarded</th>
              <th scope="col">Not yet published, all municipalities</th>
            </tr>
          </thead>
          <tbody>
            {services.map((each) => (
              <Row key={each.service} {...each} />
            ))}
          </tbody>
        </table>
      )}
      <h2>Late work</h2>
      {late.length === 0 ? <p>Every service does its work in time.</p> : <LateWorkTable late={late} />}
      <p>
        <a href="/?state=stopped">Chains that stand still</a>
      </p>
    </Layout>
  );
}

function Row({ service, summary }: ServiceSummary) {
  const name = (
    <th scope="row" data-title="Service">
      <a href={stoppedPaths.service(service)}>{service}</a>
    </th>
  );
  if (summary === null) {
    return (
      <tr>
        {name}
        <td colSpan={6} data-title="State">
          <strong>does not answer</strong>
        </td>
      </tr>
    );
  }
  const { parkedChildren, deadLetters, outbox } = summary;
  return (
    <tr>
      {name}
      <td data-title="Parked children">{parkedChildren}</td>
      <td data-title="Dead letters">{deadLetters.open}</td>
      <td data-title="Being replayed">{deadLetters.queued}</td>
      <td data-title="Replayed">{deadLetters.replayed}</td>
      <td data-title="Discarded">{deadLetters.discarded}</td>
      <td data-title="Not yet published, all municipalities">
        {outbox.unsent}
        {outbox.unsent > 0 && `, oldest ${duration(outbox.oldestAgeSeconds * 1000)}`}
        {!outbox.accepting && ', takes no more'}
      </td>
    </tr>
  );
}

function verdict(services: readonly ServiceSummary[]): string {
  if (services.length === 0) return 'Operations were not told where the services are: set their addresses.';
  const count = (of: (summary: Summary) => number): number =>
    services.reduce((sum, { summary }) => sum + (summary === null ? 0 : of(summary)), 0);
  const [parked, dead] = [count((each) => each.parkedChildren), count((each) => each.deadLetters.open)];
  const silent = services.filter(({ summary }) => summary === null).length;
  const known =
    parked + dead === 0
      ? 'Nothing stands still.'
      : `${plural(parked, 'parked child', 'parked children')} and ${plural(dead, 'dead letter', 'dead letters')} wait for somebody.`;
  return silent === 0 ? known : `${known} ${plural(silent, 'service does', 'services do')} not answer.`;
}

const plural = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

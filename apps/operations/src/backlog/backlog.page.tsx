import { Layout } from '../layout/layout.page.js';
import { Live } from '../layout/live.view.js';
import type { PageFrame } from '../layout/page-frame.js';
import { BacklogNow } from './backlog-now.view.js';
import type { ServiceBacklog } from './service-backlog.js';

/** What waits for each service. */
export function BacklogPage({ frame, services }: { frame: PageFrame; services: readonly ServiceBacklog[] }) {
  return (
    <Layout frame={frame} title="Waiting events">
      <Live from="/waiting/now" page="/waiting">
        <BacklogNow services={services} />
      </Live>
      <p>
        After an outage nothing needs to be done: what waits is handled in order. Work that stands still for too long
        stands under <a href="/stopped">Stopped messages</a>.
      </p>
    </Layout>
  );
}

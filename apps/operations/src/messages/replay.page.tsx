import { Layout } from '../layout/layout.page.js';
import { Live } from '../layout/live.view.js';
import type { PageFrame } from '../layout/page-frame.js';
import type { DeskService } from './desk-addresses.js';
import { ReplayNow } from './replay-now.view.js';
import type { Replay, ReplayProgress } from './replay-progress.js';
import { stoppedPaths } from './stopped-paths.js';
import { queryOf } from '../pages/query-of.js';

interface ReplayPageProps {
  frame: PageFrame;
  service: DeskService;
  replay: Replay;
  progress: ReplayProgress;
}

/** A replay under way: how far it is, and the way to stop it. */
export function ReplayPage({ frame, service, replay, progress }: ReplayPageProps) {
  const path = `/stopped/${service}/replay`;
  const crumbs = [
    { path: '/stopped', label: 'Stopped messages' },
    { path: stoppedPaths.service(service), label: `Stopped in ${service}` },
  ];
  const { id, key, type, code } = replay;
  const stoppable = progress.queued > 0 && (id ?? key ?? type ?? code) !== undefined;
  return (
    <Layout frame={frame} title="Replay" crumbs={crumbs}>
      <Live from={`${path}/now?${queryOf(replay)}`} page={`${path}?${queryOf(replay)}`}>
        <ReplayNow progress={progress} />
      </Live>
      <ul class="hub-links">
        {stoppable && (
          <li>
            <a href={stoppedPaths.plan(service, { act: 'stop-replay', id, key, type, code })}>Stop this replay</a>
          </li>
        )}
        <li>
          <a href={stoppedPaths.service(service)}>Stopped in {service}</a>
        </li>
      </ul>
    </Layout>
  );
}

import { Layout } from '../layout/layout.page.js';
import type { PageFrame } from '../layout/page-frame.js';
import { actWords } from './act-words.js';
import type { DeskService } from './desk-addresses.js';
import type { MessageAct } from './message-act.js';
import { stoppedPaths } from './stopped-paths.js';

interface ActDonePageProps {
  frame: PageFrame;
  service: DeskService;
  act: MessageAct;
  /** How many letters it changed. */
  count: number;
}

/** That an act was done, and where to go from here. */
export function ActDonePage({ frame, service, act, count }: ActDonePageProps) {
  return (
    <Layout frame={frame} title="Done">
      <p class="font-lead">
        {count === 1 ? '1 dead letter' : `Of ${count} dead letters each`} {actWords[act].done}.
      </p>
      <ul class="hub-links">
        <li>
          <a href={stoppedPaths.service(service)}>Stopped in {service}</a>
        </li>
        <li>
          <a href="/acts">Log of acts</a>
        </li>
      </ul>
    </Layout>
  );
}

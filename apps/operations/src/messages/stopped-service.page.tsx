import type { DeadLetter, ParkedChild } from '#messaging/stopped/messages.view.js';
import { Layout } from '../layout/layout.page.js';
import type { PageFrame } from '../layout/page-frame.js';
import { DeadLetterTable } from './dead-letter-table.view.js';
import type { DeskService } from './desk-addresses.js';
import { ParkedTable } from './parked-table.view.js';
import { StoppedFilterForm } from './stopped-filter.view.js';
import type { StoppedFilter } from './stopped-filter.js';
import { stoppedPaths } from './stopped-paths.js';
import { queryOf } from '../pages/query-of.js';

interface StoppedServicePageProps {
  frame: PageFrame;
  service: DeskService;
  filter: StoppedFilter;
  parked: readonly ParkedChild[];
  /** Key of the last parked child where there are more; null at the end. */
  parkedAfter: string | null;
  letters: readonly DeadLetter[];
  /** Position of the last letter where there are more; null at the end. */
  lettersAfter: string | null;
}

/** Parked children and dead letters of one service. */
export function StoppedServicePage(props: StoppedServicePageProps) {
  const { frame, service, filter, parked, parkedAfter, letters, lettersAfter } = props;
  const path = stoppedPaths.service(service);
  return (
    <Layout frame={frame} title={`Stopped in ${service}`} crumbs={[{ path: '/stopped', label: 'Stopped messages' }]}>
      <StoppedFilterForm path={path} filter={filter} />
      <h2>Parked children</h2>
      {parked.length === 0 ? <p>No child is parked here.</p> : <ParkedTable service={service} parked={parked} />}
      {parkedAfter !== null && <More path={path} fields={{ ...filter, parkedAfter }} what="parked children" />}
      <h2>Dead letters</h2>
      {letters.length === 0 ? (
        <p>No dead letter is like that here.</p>
      ) : (
        <DeadLetterTable service={service} letters={letters} state={filter.state} />
      )}
      {lettersAfter !== null && <More path={path} fields={{ ...filter, after: lettersAfter }} what="dead letters" />}
      {letters.length > 0 && <ActsForAll service={service} filter={filter} />}
    </Layout>
  );
}

function More({ path, fields, what }: { path: string; fields: object; what: string }) {
  return (
    <p>
      <a href={`${path}?${queryOf(fields)}`}>More {what}</a>
    </p>
  );
}

/** Acts for all that the filter finds: first a dry run, which says what would happen. */
function ActsForAll({ service, filter }: { service: DeskService; filter: StoppedFilter }) {
  const { key, type, code, state } = filter;
  if (key === undefined && type === undefined && code === undefined) {
    return <p>To replay or discard many at once, search by type, code or key first.</p>;
  }
  const plan = (act: 'replay' | 'discard' | 'reopen' | 'stop-replay') =>
    stoppedPaths.plan(service, { act, key, type, code });
  return (
    <ul class="hub-links">
      {state === 'open' && (
        <li>
          <a href={plan('replay')}>Replay all of these: see first what would happen</a>
        </li>
      )}
      {state === 'open' && (
        <li>
          <a href={plan('discard')}>Discard all of these</a>
        </li>
      )}
      {state === 'queued' && (
        <li>
          <a href={plan('stop-replay')}>Stop the replay of these</a>
        </li>
      )}
      {state === 'discarded' && (
        <li>
          <a href={plan('reopen')}>Open all of these again</a>
        </li>
      )}
    </ul>
  );
}

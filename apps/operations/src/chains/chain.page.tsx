import type { StopsOfTrace } from '../messages/stops-of-traces.js';
import { Layout } from '../layout/layout.page.js';
import { Live } from '../layout/live.view.js';
import type { PageFrame } from '../layout/page-frame.js';
import { ChainNow } from './chain-now.view.js';
import type { ChainView } from './chain.view.js';

interface ChainPageProps {
  frame: PageFrame;
  chain: ChainView;
  stops: StopsOfTrace;
  /** The same trace in the tracing tool; null where none is set up. */
  traceUrl: string | null;
  /** The hub keeps spans itself. */
  hasTrace: boolean;
}

/** One chain: where it stands and what to do, a time line to look at, then the steps with their times. */
export function ChainPage({ frame, chain, stops, traceUrl, hasTrace }: ChainPageProps) {
  const title = chain.recordId === null ? `Chain of receipt ${chain.receiptId}` : `Chain of ${chain.recordId}`;
  return (
    <Layout frame={frame} title={title} crumbs={[{ path: '/', label: 'Chains' }]}>
      <Live from={`/chains/${chain.traceId}/page/now`} page={frame.path}>
        <ChainNow chain={chain} stops={stops} />
      </Live>
      {hasTrace && (
        <p>
          <a href={`/chains/${chain.traceId}/trace`}>What the services did for it, as a waterfall</a>
        </p>
      )}
      <h2>Ids</h2>
      <dl class="hub-facts">
        <dt>Trace</dt>
        <dd>{traceUrl === null ? chain.traceId : <a href={traceUrl}>{chain.traceId} in the tracing tool</a>}</dd>
        <dt>Receipt</dt>
        <dd>{chain.receiptId}</dd>
        <dt>Record</dt>
        <dd>{chain.recordId ?? 'none was sent'}</dd>
      </dl>
    </Layout>
  );
}

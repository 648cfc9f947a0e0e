import { Layout } from '../layout/layout.page.js';
import type { PageFrame } from '../layout/page-frame.js';
import { duration } from '../pages/duration.js';
import { waterfall } from './waterfall.rules.js';
import { Waterfall } from './waterfall.view.js';
import type { ReceivedSpan } from './received-span.js';

interface TracePageProps {
  frame: PageFrame;
  traceId: string;
  spans: readonly ReceivedSpan[];
}

/** Everything that the services did for one chain, as they reported it: a picture, then the same as a table. */
export function TracePage({ frame, traceId, spans }: TracePageProps) {
  const rows = waterfall(spans);
  const chain = { path: `/chains/${traceId}/page`, label: 'Chain' };
  return (
    <Layout frame={frame} title="Trace of a chain" crumbs={[{ path: '/', label: 'Chains' }, chain]}>
      {rows.length === 0 ? (
        <p>No span of this trace is here. Services report them within seconds, and they are kept for some hours.</p>
      ) : (
        <>
          <Waterfall rows={rows} />
          <table class="table">
            <caption>The spans in the order of the picture</caption>
            <thead>
              <tr>
                <th scope="col">Begins after</th>
                <th scope="col">Service</th>
                <th scope="col">Span</th>
                <th scope="col">Took</th>
                <th scope="col">Result</th>
              </tr>
            </thead>
            <tbody>
              {rows.map(({ spanId, service, name, fromMs, tookMs, failed }) => (
                <tr key={spanId}>
                  <td>{duration(fromMs)}</td>
                  <td>{service}</td>
                  <td>{name}</td>
                  <td>{duration(tookMs)}</td>
                  <td>{failed ? 'failed' : 'well'}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
    </Layout>
  );
}

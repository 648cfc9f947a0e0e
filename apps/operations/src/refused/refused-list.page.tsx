import { refusalCodes } from '#contracts/refusal-codes.js';
import { Layout } from '../layout/layout.page.js';
import type { PageFrame } from '../layout/page-frame.js';
import { Instant } from '../pages/instant.view.js';
import type { RefusedEntry } from './refused-entries.store.js';

interface RefusedListPageProps {
  frame: PageFrame;
  sourceSystem: string;
  code: string;
  /** Newest first. */
  entries: readonly RefusedEntry[];
  /** Address of the page with older ones; null at the end. */
  older: string | null;
}

/** The refused entries of one sender with one code. */
export function RefusedListPage({ frame, sourceSystem, code, entries, older }: RefusedListPageProps) {
  const meaning = (refusalCodes as Readonly<Record<string, { title: string; cure: string }>>)[code];
  return (
    <Layout
      frame={frame}
      title={`${code} from ${sourceSystem}`}
      crumbs={[{ path: '/refused', label: 'Refused entries' }]}
    >
      {meaning && (
        <p class="font-lead">
          {meaning.title}. {meaning.cure}
        </p>
      )}
      {entries.length === 0 ? <p>No entry of this sender was refused so.</p> : <Entries entries={entries} />}
      {older && (
        <p>
          <a href={older}>Older entries</a>
        </p>
      )}
    </Layout>
  );
}

function Entries({ entries }: { entries: readonly RefusedEntry[] }) {
  return (
    <table class="hub-table">
      <caption>Refused entries, newest first</caption>
      <thead>
        <tr>
          <th scope="col">Refused</th>
          <th scope="col">Record</th>
          <th scope="col">Place</th>
          <th scope="col">Receipt</th>
        </tr>
      </thead>
      <tbody>
        {entries.map(({ receiptId, traceId, recordId, place, refusedAt }) => (
          <tr key={receiptId}>
            <td data-title="Refused">
              <Instant at={refusedAt} />
            </td>
            <td data-title="Record">{recordId ?? 'without record id'}</td>
            <td data-title="Place">{place ?? 'the whole entry'}</td>
            <td data-title="Receipt">
              {traceId === null ? receiptId : <a href={`/chains/${traceId}/page`}>{receiptId}</a>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

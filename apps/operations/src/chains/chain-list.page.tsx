import { Layout } from '../layout/layout.page.js';
import type { PageFrame } from '../layout/page-frame.js';
import { duration } from '../pages/duration.js';
import { Instant } from '../pages/instant.view.js';
import type { ChainSearch } from './chain-search.js';
import { ChainSearchForm } from './chain-search.view.js';
import type { ChainView } from './chain.view.js';
import { StateMark } from './state-mark.view.js';
import { stepWords } from './step-words.js';

interface ChainListPageProps {
  frame: PageFrame;
  search: ChainSearch;
  /** Newest first. */
  chains: readonly ChainView[];
  /** Address of the page with older ones; null at the end. */
  older: string | null;
}

/** Chains, newest first: what came in, where it stands now. */
export function ChainListPage({ frame, search, chains, older }: ChainListPageProps) {
  const searched = Object.values(search).some((value) => value !== undefined);
  return (
    <Layout frame={frame} title="Chains">
      <ChainSearchForm search={search} />
      {chains.length > 0 ? <ChainTable chains={chains} /> : <Nothing searched={searched} />}
      {older && (
        <p>
          <a href={older}>Older chains</a>
        </p>
      )}
    </Layout>
  );
}

function Nothing({ searched }: { searched: boolean }) {
  return (
    <div class="hub-note">
      <h2 class="h5">{searched ? 'No chain is like that' : 'No entry has come in yet'}</h2>
      <p>
        {searched
          ? 'Check the id, or search with fewer criteria. Chains of other municipalities are not shown.'
          : 'A chain begins when a journal system hands in an entry.'}
      </p>
    </div>
  );
}

function ChainTable({ chains }: { chains: readonly ChainView[] }) {
  return (
    <table class="hub-table">
      <caption>{chains.length === 1 ? '1 chain' : `${chains.length} chains`}, newest first</caption>
      <thead>
        <tr>
          <th scope="col">State</th>
          <th scope="col">Record</th>
          <th scope="col">Sender</th>
          <th scope="col">Begun</th>
          <th scope="col">Took</th>
          <th scope="col">Last step</th>
        </tr>
      </thead>
      <tbody>
        {chains.map((chain) => (
          <tr key={chain.traceId}>
            <td data-title="State">
              <StateMark state={chain.state} />
            </td>
            <td data-title="Record">
              <a href={`/chains/${chain.traceId}/page`}>{chain.recordId ?? 'without record id'}</a>
            </td>
            <td data-title="Sender">{chain.sourceSystem}</td>
            <td data-title="Begun">{chain.startedAt && <Instant at={chain.startedAt} />}</td>
            <td data-title="Took">{duration(chain.totalMs)}</td>
            <td data-title="Last step">{stepWords(chain.steps.at(-1)?.name ?? '')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

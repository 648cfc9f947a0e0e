import type { ChainView } from '../chains/chain.view.js';
import { duration } from './duration.js';
import { Layout } from './layout.page.js';
import { stepWords } from './step-words.js';

/** Chains, newest first: what came in, where it stands now. */
export function ChainListPage({ chains }: { chains: readonly ChainView[] }) {
  return (
    <Layout title="Chains">
      {chains.length === 0 ? <p>No entry has come in yet.</p> : <ChainTable chains={chains} />}
    </Layout>
  );
}

function ChainTable({ chains }: { chains: readonly ChainView[] }) {
  return (
    <table>
      <caption>The {chains.length} newest chains, from journal entry to delivered letter</caption>
      <thead>
        <tr>
          <th scope="col">State</th>
          <th scope="col">Record</th>
          <th scope="col">Sender</th>
          <th scope="col">Started</th>
          <th scope="col">Took</th>
          <th scope="col">Last step</th>
        </tr>
      </thead>
      <tbody>
        {chains.map((chain) => (
          <tr key={chain.traceId}>
            <td>
              <span class={`state ${chain.state}`}>{chain.state}</span>
            </td>
            <td>
              <a href={`/chains/${chain.traceId}/page`}>{chain.recordId ?? 'without record id'}</a>
            </td>
            <td>{chain.sourceSystem}</td>
            <td>
              <time dateTime={chain.startedAt}>{chain.startedAt.slice(0, 19).replace('T', ' ')}</time>
            </td>
            <td>{duration(chain.totalMs)}</td>
            <td>{stepWords(chain.steps.at(-1)?.name ?? '')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

import { Layout } from '../layout/layout.page.js';
import type { PageFrame } from '../layout/page-frame.js';
import { Instant } from '../pages/instant.view.js';
import { queryOf } from '../pages/query-of.js';
import type { RefusedOverview } from './read-refused.js';
import type { RefusedKind, RefusedSender } from './refused-summary.rules.js';
import { Sparkline } from './sparkline.view.js';

/** What each sender was refused for, and how to mend it. */
export function RefusedPage({ frame, overview: { days, senders } }: { frame: PageFrame; overview: RefusedOverview }) {
  return (
    <Layout frame={frame} title="Refused entries">
      <p class="font-lead">
        {senders.length === 0 ? 'Nothing was refused' : 'What was refused'} in the {days.length} days to {days.at(-1)}.
      </p>
      {senders.map((sender) => (
        <Sender key={sender.sourceSystem} sender={sender} days={days} />
      ))}
    </Layout>
  );
}

function Sender({ sender: { sourceSystem, count, kinds }, days }: { sender: RefusedSender; days: readonly string[] }) {
  return (
    <>
      <h2>{sourceSystem}</h2>
      <table class="hub-table">
        <caption>
          {count === 1 ? '1 refused entry' : `${count} refused entries`} of {sourceSystem}, most frequent code first
        </caption>
        <thead>
          <tr>
            <th scope="col">Code</th>
            <th scope="col">Most often at</th>
            <th scope="col">How the sender mends it</th>
            <th scope="col">Count</th>
            <th scope="col">Per day</th>
            <th scope="col">Last</th>
          </tr>
        </thead>
        <tbody>
          {kinds.map((kind) => (
            <Kind key={kind.code} kind={kind} sourceSystem={sourceSystem} days={days} />
          ))}
        </tbody>
      </table>
    </>
  );
}

function Kind({ kind, sourceSystem, days }: { kind: RefusedKind; sourceSystem: string; days: readonly string[] }) {
  const { code, title, place, cure, count, perDay, lastAt } = kind;
  return (
    <tr>
      <td data-title="Code">
        <a href={`/refused/entries?${queryOf({ sourceSystem, code })}`}>{code}</a>: {title}
      </td>
      <td data-title="Most often at">{place ?? 'the whole entry'}</td>
      <td data-title="How the sender mends it">{cure}</td>
      <td data-title="Count">{count}</td>
      <td data-title="Per day">
        <Sparkline perDay={perDay} days={days} />
      </td>
      <td data-title="Last">
        <Instant at={lastAt} />
      </td>
    </tr>
  );
}

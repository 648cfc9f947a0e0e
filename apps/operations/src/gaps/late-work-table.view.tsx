import { Instant } from '../pages/instant.view.js';
import type { LateWork } from './late-work.store.js';

/** What a kind of work is called on a page. One that is not listed shows its own name. */
const words: Readonly<Record<string, string>> = {
  'publish-events': 'publish its events',
  'handle-events': 'handle the events of others',
  answer: 'answer at all',
  'raise-overdue': 'raise overdue repeats',
  'read-custody': 'read custody anew',
  'send-letters': 'send letters',
};

/** Work that services should have done by now: nothing failed, and nothing moves. */
export function LateWorkTable({ late }: { late: readonly LateWork[] }) {
  return (
    <table class="hub-table">
      <caption>What services should have done by now, in all municipalities</caption>
      <thead>
        <tr>
          <th scope="col">Service</th>
          <th scope="col">Should</th>
          <th scope="col">Since</th>
          <th scope="col">Waiting when found</th>
        </tr>
      </thead>
      <tbody>
        {late.map(({ service, kind, since, waiting }) => (
          <tr key={`${service} ${kind}`}>
            <td data-title="Service">{service}</td>
            <td data-title="Should">{words[kind] ?? kind}</td>
            <td data-title="Since">
              <Instant at={since} />
            </td>
            <td data-title="Waiting when found">{waiting}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

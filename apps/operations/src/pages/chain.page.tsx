import type { ChainView } from '../chains/chain.view.js';
import { duration } from './duration.js';
import { Layout } from './layout.page.js';
import { stepWords } from './step-words.js';
import { TimeLine } from './time-line.page.js';

/** One chain: a time line to look at, then the steps with their times. */
export function ChainPage({ chain }: { chain: ChainView }) {
  return (
    <Layout title={`Chain of ${chain.recordId ?? chain.receiptId}`}>
      <p>
        <span class={`state ${chain.state}`}>{chain.state}</span> from {chain.sourceSystem}, took{' '}
        {duration(chain.totalMs)}. Trace <code>{chain.traceId}</code>, receipt <code>{chain.receiptId}</code>.
      </p>
      {chain.gaps.map((gap) => (
        <p class="gap" role="status" key={gap.letterId}>
          {gap.closedAt ? 'A gap was found and closed, late: ' : 'The chain has stopped: '}
          {stepWords(gap.step)} was awaited since {gap.since.slice(0, 19).replace('T', ' ')}
          {gap.closedAt ? ` and came ${gap.closedAt.slice(0, 19).replace('T', ' ')}` : ''}.
        </p>
      ))}
      <TimeLine chain={chain} />
      <table>
        <caption>Steps in order</caption>
        <thead>
          <tr>
            <th scope="col">After</th>
            <th scope="col">Step</th>
            <th scope="col">Service</th>
            <th scope="col">Since the step before</th>
            <th scope="col">Notes</th>
          </tr>
        </thead>
        <tbody>
          {chain.steps.map((step) => (
            <tr key={step.eventId}>
              <td>{duration(step.elapsedMs)}</td>
              <td>{stepWords(step.name)}</td>
              <td>{step.service}</td>
              <td>{duration(step.stepMs)}</td>
              <td>{notes(step)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Layout>
  );
}

function notes(step: ChainView['steps'][number]): string {
  return [
    step.channel,
    step.level,
    step.code,
    step.tries === null ? null : `${step.tries} ${step.tries === 1 ? 'try' : 'tries'}`,
    ...step.failedTries.map((failed) => `failed ${failed.at.slice(11, 19)} ${failed.code}`),
    step.late ? 'late' : null,
  ]
    .filter((note) => note !== null)
    .join(', ');
}

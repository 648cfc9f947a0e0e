import { duration } from '../pages/duration.js';
import { Instant } from '../pages/instant.view.js';
import type { ChainView } from './chain.view.js';
import { stepWords } from './step-words.js';

/** The steps in words: what the time line shows, and more. */
export function ChainSteps({ chain }: { chain: ChainView }) {
  return (
    <table class="hub-table">
      <caption>Steps in order</caption>
      <thead>
        <tr>
          <th scope="col">After</th>
          <th scope="col">Step</th>
          <th scope="col">Service</th>
          <th scope="col">At</th>
          <th scope="col">Since the step before</th>
          <th scope="col">Tries</th>
          <th scope="col">Notes</th>
        </tr>
      </thead>
      <tbody>
        {chain.steps.map((step) => (
          <tr key={step.eventId}>
            <td data-title="After">{duration(step.elapsedMs)}</td>
            <td data-title="Step">{stepWords(step.name)}</td>
            <td data-title="Service">{step.service}</td>
            <td data-title="At">
              <Instant at={step.occurredAt} />
            </td>
            <td data-title="Since the step before">{duration(step.stepMs)}</td>
            <td data-title="Tries">{step.tries}</td>
            <td data-title="Notes">{notes(step) || 'none'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function notes(step: ChainView['steps'][number]): string {
  return [
    step.channel,
    step.level,
    step.code,
    ...step.failedTries.map((failed) => `failed ${failed.at.slice(11, 19)} ${failed.code}`),
    step.late ? 'late' : null,
    step.letterId === null ? null : `letter ${step.letterId}`,
  ]
    .filter((note) => note !== null)
    .join(', ');
}

import type { DeadLetter } from '#messaging/stopped/messages.view.js';
import { Instant } from '../pages/instant.view.js';
import type { DeskService } from './desk-addresses.js';
import { stoppedPaths } from './stopped-paths.js';
import { stopWords } from './stop-words.js';

interface DeadLetterTableProps {
  service: DeskService;
  letters: readonly DeadLetter[];
  state: DeadLetter['state'];
}

/** Dead letters in the order of their death. */
export function DeadLetterTable({ service, letters, state }: DeadLetterTableProps) {
  return (
    <table class="hub-table">
      <caption>Events that were set aside, oldest first: {state === 'open' ? 'open' : stopWords[state]}</caption>
      <thead>
        <tr>
          <th scope="col">Event</th>
          <th scope="col">Code</th>
          <th scope="col">Key</th>
          <th scope="col">Set aside</th>
          <th scope="col">Tries</th>
        </tr>
      </thead>
      <tbody>
        {letters.map((letter) => (
          <tr key={letter.id}>
            <td data-title="Event">
              <a href={stoppedPaths.letter(service, letter.id)}>{letter.type ?? 'unknown'}</a>
            </td>
            <td data-title="Code">{letter.code}</td>
            <td data-title="Key">{letter.key ?? 'unknown'}</td>
            <td data-title="Set aside">
              <Instant at={letter.diedAt} />
            </td>
            <td data-title="Tries">{letter.attempts}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

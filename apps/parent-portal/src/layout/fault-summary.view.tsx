import type { Words } from '../words/words.js';

/** What is wrong with a form's field: `name` is the field's id. */
export interface Fault {
  name: string;
  text: string;
}

/** What is wrong with a form, above it, each with a way to its field. Read aloud and focused when the page comes. */
export function FaultSummary({ words, faults }: { words: Words; faults: readonly Fault[] }) {
  if (faults.length === 0) return null;
  return (
    <div class="portal-note portal-fault" role="alert" tabIndex={-1} autofocus>
      <h2 class="h5">{words.faults.title}</h2>
      <ul>
        {faults.map(({ name, text }) => (
          <li key={name}>
            <a href={`#${name}`}>{text}</a>
          </li>
        ))}
      </ul>
    </div>
  );
}

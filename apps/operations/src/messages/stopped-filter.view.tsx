import { IdField } from '../pages/id-field.view.js';
import { letterStates, type StoppedFilter } from './stopped-filter.js';
import { stopWords } from './stop-words.js';

/** The form that narrows the lists of a service down. */
export function StoppedFilterForm({ path, filter }: { path: string; filter: StoppedFilter }) {
  return (
    <form class="hub-filter" method="get" action={path} role="search" aria-label="Stopped messages">
      <IdField name="type" label="Type of event" value={filter.type} maxLength={128} />
      <IdField name="code" label="Code" value={filter.code} maxLength={64} />
      <IdField
        name="key"
        label="Key"
        hint="The hub’s own id, never a civil registration number."
        value={filter.key}
        maxLength={128}
      />
      <div class="form-group">
        <label class="form-label" for="state">
          State of dead letters
        </label>
        <select class="form-select" id="state" name="state">
          {letterStates.map((state) => (
            <option key={state} value={state} selected={state === filter.state}>
              {state === 'open' ? 'open' : stopWords[state]}
            </option>
          ))}
        </select>
      </div>
      <button class="button button-primary" type="submit">
        Search
      </button>
      <a href={path}>Clear</a>
    </form>
  );
}

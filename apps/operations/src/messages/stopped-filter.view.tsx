import { letterStates, type StoppedFilter } from './stopped-filter.js';
import { stopWords } from './stop-words.js';

/** The form that narrows the lists of a service down. */
export function StoppedFilterForm({ path, filter }: { path: string; filter: StoppedFilter }) {
  return (
    <form class="hub-filter" method="get" action={path} role="search" aria-label="Stopped messages">
      <Field name="type" label="Type of event" value={filter.type} />
      <Field name="code" label="Code" value={filter.code} />
      <Field name="key" label="Key" value={filter.key} />
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

function Field({ name, label, value }: { name: string; label: string; value: string | undefined }) {
  return (
    <div class="form-group">
      <label class="form-label" for={name}>
        {label}
      </label>
      <input class="form-input" id={name} name={name} value={value} maxLength={128} autocomplete="off" />
    </div>
  );
}

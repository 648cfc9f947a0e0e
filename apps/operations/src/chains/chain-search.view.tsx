import { IdField } from '../pages/id-field.view.js';
import { chainStates } from './chain-state.sql.js';
import type { ChainSearch } from './chain-search.js';

/** The form by which a chain is found. Its answers are an address, so that they can be kept and sent on. */
export function ChainSearchForm({ search }: { search: ChainSearch }) {
  return (
    <form class="hub-filter" method="get" action="/" role="search" aria-label="Chains">
      <IdField
        name="find"
        label="Trace, receipt, record or letter id"
        hint="Never a civil registration number: no chain is found by one."
        value={search.find}
        maxLength={64}
        class="hub-wide"
      />
      <div class="form-group">
        <label class="form-label" for="state">
          State
        </label>
        <select class="form-select" id="state" name="state">
          <option value="">any</option>
          {chainStates.map((state) => (
            <option key={state} value={state} selected={state === search.state}>
              {state}
            </option>
          ))}
        </select>
      </div>
      <IdField name="sourceSystem" label="Sender" value={search.sourceSystem} maxLength={64} />
      <Moment name="from" label="Begun from" value={search.from} />
      <Moment name="to" label="Begun before" value={search.to} />
      <button class="button button-primary" type="submit">
        Search
      </button>
      <a href="/">Clear</a>
    </form>
  );
}

/** A moment on a Danish clock. */
function Moment({ name, label, value }: { name: string; label: string; value: string | undefined }) {
  return (
    <div class="form-group">
      <label class="form-label" for={name}>
        {label}
      </label>
      <input class="form-input" id={name} name={name} type="datetime-local" value={value} />
    </div>
  );
}

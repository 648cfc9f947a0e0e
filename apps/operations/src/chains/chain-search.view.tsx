import { chainStates } from './chain-state.sql.js';
import type { ChainSearch } from './chain-search.js';

/** The form by which a chain is found. Its answers are an address, so that they can be kept and sent on. */
export function ChainSearchForm({ search }: { search: ChainSearch }) {
  return (
    <form class="hub-filter" method="get" action="/" role="search" aria-label="Chains">
      <div class="form-group hub-wide">
        <label class="form-label" for="find">
          Trace, receipt, record or letter id
        </label>
        <input class="form-input" id="find" name="find" value={search.find} maxLength={64} autocomplete="off" />
      </div>
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
      <Field name="sourceSystem" label="Sender" value={search.sourceSystem} />
      <Field name="from" label="Begun from" moment value={search.from} />
      <Field name="to" label="Begun before" moment value={search.to} />
      <button class="button button-primary" type="submit">
        Search
      </button>
      <a href="/">Clear</a>
    </form>
  );
}

interface FieldProps {
  name: string;
  label: string;
  /** A moment on a Danish clock, not a text. */
  moment?: boolean;
  value: string | undefined;
}

function Field({ name, label, moment = false, value }: FieldProps) {
  return (
    <div class="form-group">
      <label class="form-label" for={name}>
        {label}
      </label>
      {moment ? (
        <input class="form-input" id={name} name={name} type="datetime-local" value={value} />
      ) : (
        <input class="form-input" id={name} name={name} value={value} maxLength={64} autocomplete="off" />
      )}
    </div>
  );
}

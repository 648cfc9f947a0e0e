import { CPR_SHAPE } from '#observability/cpr-shape.js';

interface IdFieldProps {
  name: string;
  label: string;
  value: string | undefined;
  maxLength: number;
  /** What the field is for, where the label does not say it all. */
  hint?: string;
  class?: string;
}

/** A field of a search. Its answer becomes a part of an address, which logs keep: the browser sends no civil registration number, also without script. */
export function IdField({ name, label, value, maxLength, hint, class: also }: IdFieldProps) {
  return (
    <div class={also ? `form-group ${also}` : 'form-group'}>
      <label class="form-label" for={name}>
        {label}
      </label>
      {hint && (
        <span class="form-hint" id={`${name}-hint`}>
          {hint}
        </span>
      )}
      <input
        class="form-input"
        id={name}
        name={name}
        value={value}
        maxLength={maxLength}
        autocomplete="off"
        pattern={`(?!.*${CPR_SHAPE}).*`}
        title="Leave civil registration numbers out."
        aria-describedby={hint ? `${name}-hint` : undefined}
      />
    </div>
  );
}

import type { ComponentChildren } from 'preact';
import type { Words } from '../words/words.js';
import type { Fault } from './fault-summary.view.js';

interface FormFieldProps {
  words: Words;
  name: string;
  label: string;
  hint?: string;
  faults: readonly Fault[];
  /** The field itself, given what ties it to its label, hint and fault. */
  children: (tied: TiedField) => ComponentChildren;
}

interface TiedField {
  id: string;
  name: string;
  'aria-describedby': string | undefined;
  'aria-invalid': 'true' | undefined;
}

/** A field with its label, its hint, and what is wrong with it. */
export function FormField({ words, name, label, hint, faults, children }: FormFieldProps) {
  const fault = faults.find((each) => each.name === name);
  const described = [hint && `${name}-hint`, fault && `${name}-fault`].filter(Boolean).join(' ');
  return (
    <div class={fault ? 'form-group form-error' : 'form-group'}>
      <label class="form-label" for={name}>
        {label}
      </label>
      {hint && (
        <span class="form-hint" id={`${name}-hint`}>
          {hint}
        </span>
      )}
      {fault && (
        <span class="form-error-message" id={`${name}-fault`}>
          <span class="sr-only">{words.faults.prefix}: </span>
          {fault.text}
        </span>
      )}
      {children({
        id: name,
        name,
        'aria-describedby': described || undefined,
        'aria-invalid': fault ? 'true' : undefined,
      })}
    </div>
  );
}

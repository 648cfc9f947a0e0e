interface ReasonFieldProps {
  /** As it was sent, when the form is shown again. */
  given?: string | undefined;
  /** What is wrong with it. */
  fault?: string | undefined;
}

/** Why somebody acts: stands in the log of acts, for good. */
export function ReasonField({ given, fault }: ReasonFieldProps) {
  return (
    <div class={fault ? 'form-group form-error' : 'form-group'}>
      <label class="form-label" for="reason">
        Reason
      </label>
      <span class="form-hint" id="reason-hint">
        Stands in the log of acts beside your name. Write no names, numbers or other words about people.
      </span>
      {fault && (
        <span class="form-error-message" id="reason-fault">
          <span class="sr-only">Error: </span>
          {fault}
        </span>
      )}
      <textarea
        class="form-input"
        id="reason"
        name="reason"
        rows={3}
        maxLength={500}
        required
        aria-describedby={fault ? 'reason-hint reason-fault' : 'reason-hint'}
        aria-invalid={fault ? 'true' : undefined}
      >
        {given}
      </textarea>
    </div>
  );
}

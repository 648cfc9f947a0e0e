const NAMES: Readonly<Record<string, string>> = { stack: 'In the code at', errorName: 'Error', errorCode: 'Its code' };

/** What was kept of an error: its class and places, never its words, which may quote what it failed on. */
export function RedactedError({ error }: { error: Readonly<Record<string, unknown>> }) {
  const kept = Object.entries(error);
  if (kept.length === 0) return null;
  return (
    <details class="hub-details">
      <summary>For the developers</summary>
      <dl class="hub-facts">
        {kept.flatMap(([name, value]) => [
          <dt key={`${name} name`}>{NAMES[name] ?? name}</dt>,
          <dd key={name}>{String(value)}</dd>,
        ])}
      </dl>
    </details>
  );
}

/** What was kept of an error: its class and place in the code, never its words, which may quote what it failed on. */
export function RedactedError({ error }: { error: Readonly<Record<string, unknown>> }) {
  return (
    <>
      {Object.entries(error).flatMap(([name, value]) => [
        <dt key={`${name} name`}>{name}</dt>,
        <dd key={name}>{String(value)}</dd>,
      ])}
    </>
  );
}

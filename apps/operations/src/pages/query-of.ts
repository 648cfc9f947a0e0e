/** The fields that are given, as a query. */
export function queryOf(fields: object): string {
  const given = Object.entries(fields).flatMap(([name, value]: [string, unknown]) =>
    value === undefined || value === null || value === '' ? [] : [[name, String(value)] as [string, string]],
  );
  return new URLSearchParams(given).toString();
}

import type { KnownPeople } from './known-people.js';

/** Everybody for whom there is a token, one a line, for the terminal. */
export function whoIsKnown(clients: readonly string[], { staff, parents }: KnownPeople): string {
  const width = Math.max(...staff.map(({ username }) => username.length));
  return [
    `Systems: ${clients.join(', ')}`,
    'Staff, with role, unit and municipality:',
    ...staff.map(
      ({ username, role, organisation, municipality }) =>
        `  ${username.padEnd(width)}  ${role}, ${organisation}, ${municipality}`,
    ),
    'Invented parents, by CPR number (so every other number whose date exists):',
    ...parents.map(({ cpr, name }) => `  ${cpr}  ${name}`),
  ].join('\n');
}

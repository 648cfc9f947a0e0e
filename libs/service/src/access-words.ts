import type { Access } from '#security/door.js';

/** A door's access in words, for the service's description. */
export function accessWords(access: Access): string {
  if (access.open) return `Open: ${access.reason}`;
  const words = [`For ${access.who.join(', ')}`];
  if (access.roles) words.push(`in the role ${access.roles.join(', ')}`);
  if (access.services) words.push(`named ${access.services.join(', ')}`);
  if (access.scopes) words.push(`with the scope ${access.scopes.join(' ')}`);
  return words.join(' ');
}

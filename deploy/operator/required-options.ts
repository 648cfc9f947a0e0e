import { CommandError } from '../local/command-error.js';
import { textOf, type Given } from './operator-command.js';

/** The service that an act is for. */
export function serviceOf(given: Given): string {
  const service = textOf(given, 'service');
  if (service === undefined) throw new CommandError('Say in which service: --service screening');
  return service;
}

/** Why something is done: it is kept in the log of acts. */
export function reasonOf(given: Given): string {
  const reason = textOf(given, 'reason')?.trim();
  if (!reason) throw new CommandError('Say why, in a few words: --reason "the sender has been set up"');
  return reason;
}

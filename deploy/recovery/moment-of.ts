import { CommandError } from '../local/command-error.js';

/** An instant, in milliseconds since 1970; 0 for `beginning`. Refuses one without a zone, and one that is still to come. */
export function momentOf(text: string | undefined): number {
  if (text === 'beginning') return 0;
  const isInstant =
    text !== undefined && /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/.test(text);
  const moment = isInstant ? Date.parse(text) : NaN;
  if (Number.isNaN(moment))
    throw new CommandError(
      'Say from when, with the zone: --from 2027-03-01T09:00:00Z, or --from beginning. Nothing was done.',
    );
  if (moment > Date.now()) throw new CommandError('--from lies in the future. Nothing was done.');
  return moment;
}

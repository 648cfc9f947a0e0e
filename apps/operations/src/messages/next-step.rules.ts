import { instantWords } from '../pages/instant.view.js';

/** What is known of a stopped event, whoever asks. */
export interface StoppedAs {
  readonly state: 'parked' | 'waiting' | 'open' | 'queued' | 'replayed' | 'discarded';
  readonly errorClass: string;
  readonly code: string;
  /** When it is tried again by itself; null: only when a person says so. */
  readonly retryAt: string | null;
}

const BY_CODE: Readonly<Record<string, string>> = {
  SENDER_UNKNOWN:
    'The municipality is not set up as a sender of letters. Enter it in SENDERS of the service and restart it, then try again.',
  TYPE_NOT_HEARD: 'Another version of the service handles this event. When it runs everywhere, replay.',
  TYPE_UNKNOWN: 'The service is older than what is sent to it. Upgrade it, then replay.',
  VERSION_UNKNOWN: 'The service is older than what is sent to it. Upgrade it, then replay.',
  CRASHED_THE_PROCESS:
    'The process ended each time it had this event in hand. Call the developers; install the mended version, then replay.',
  ENVELOPE_INVALID:
    'It cannot be read, and a replay will not change that. Find out who sent it; discard it with a reason.',
  DATA_UNPARSABLE:
    'It cannot be read, and a replay will not change that. Find out who sent it; discard it with a reason.',
  CONTRACT_BROKEN:
    'It breaks its contract at the place named. A service of a newer version may read it: upgrade and replay, or discard it with a reason.',
};

const BY_CLASS: Readonly<Record<string, string>> = {
  transient: 'Something that the service needs did not answer. Mend that first.',
  key_bound: 'Something that this child needs is missing; the code says what. Put it right, then try again.',
  bug: 'A fault of ours. Call the developers; install the mended version, then try again.',
};

/** What an operator does next, in a sentence or two. */
export function nextStep({ state, errorClass, code, retryAt }: StoppedAs): string {
  switch (state) {
    case 'waiting':
      return 'An earlier event of the same child is stopped. Mend that one; this one follows by itself, in order.';
    case 'queued':
      return 'It is being replayed. Wait, or stop the replay.';
    case 'replayed':
      return 'It was replayed. Nothing is left to do.';
    case 'discarded':
      return 'It was discarded, so this step will not come. It can be opened again.';
    default: {
      const mend = BY_CODE[code] ?? BY_CLASS[errorClass] ?? 'Call the developers with the code.';
      return retryAt === null ? mend : `${mend} It is tried again by itself at ${instantWords(retryAt)}.`;
    }
  }
}

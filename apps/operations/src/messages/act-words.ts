import type { MessageAct } from './message-act.js';

/** What acts on dead letters are called, and what they do. */
export const actWords: Readonly<Record<MessageAct, { title: string; effect: string; button: string; done: string }>> = {
  replay: {
    title: 'Replay dead letters',
    effect:
      'They are handled again, each key in the order of death, with the ids they always had: what was handled already is not handled twice. One that fails again is open again, with those of its key behind it.',
    button: 'Replay',
    done: 'is being replayed',
  },
  'stop-replay': {
    title: 'Stop a replay',
    effect:
      'What still waits for its replay is open again. What was replayed stays so. A new replay goes on where this one ended.',
    button: 'Stop the replay',
    done: 'is open again',
  },
  discard: {
    title: 'Discard dead letters',
    effect:
      'They are never handled: the steps that should follow do not come. They are kept for 90 days; as long, it can be taken back.',
    button: 'Discard',
    done: 'was discarded',
  },
  reopen: {
    title: 'Open discarded letters again',
    effect: 'They are dead letters as before and can be replayed.',
    button: 'Open again',
    done: 'is open again',
  },
};

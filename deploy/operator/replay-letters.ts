import { setTimeout as pause } from 'node:timers/promises';
import cliProgress from 'cli-progress';
import { toldError } from '../local/told-error.js';
import { ActAnswer, type Act } from './answers.js';
import { askPatiently } from './ask-patiently.js';
import { askHub } from './hub-door.js';
import { countLetters, type LetterSelection } from './letter-selection.js';
import { done, type Outcome, type Terminal } from './operator-command.js';

const LOOK_MS = 250;

interface Replay {
  readonly service: string;
  readonly selection: LetterSelection;
  readonly reason: string;
  readonly dryRun: boolean;
}

/**
 * Queues the letters for their replay and waits until all have had their turn, with a bar. Ctrl-C takes those that still wait out of the
 * queue: they are open again, and the same command goes on where this one stopped. From the queuing on the service does it by itself: when it
 * cannot be watched any more, as with a token that has run out, the outcome says so and how to look.
 */
export async function replayLetters(terminal: Terminal, replay: Replay): Promise<Outcome> {
  const { service, selection, reason, dryRun } = replay;
  const body = { selection, reason, dryRun };
  const report = await askHub(terminal.hub, service, '/messages/dead-letters/replay', ActAnswer, { body });
  if (dryRun) return done(report, planWords(report));
  try {
    return await watched(terminal, replay, report);
  } catch (error) {
    const told = toldError(error);
    return unwatched(replay, report, typeof told === 'string' ? told : (error as Error).message);
  }
}

async function watched(terminal: Terminal, replay: Replay, report: Act): Promise<Outcome> {
  const { progress, signal } = terminal;
  const bar = progress
    ? new cliProgress.SingleBar({
        format: '{bar} {value}/{total} replayed  {eta} s left  (Ctrl-C stops)',
        stream: progress,
      })
    : null;
  let waiting: number;
  try {
    waiting = await queued(terminal, replay);
    const total = Math.max(waiting, report.selected);
    bar?.start(total, total - waiting);
    while (waiting > 0 && !signal.aborted) {
      await pause(LOOK_MS, undefined, { signal }).catch(() => undefined);
      waiting = await queued(terminal, replay);
      bar?.update(Math.max(0, total - waiting));
    }
  } finally {
    bar?.stop();
  }
  if (waiting > 0) return stopped(terminal, replay, report);
  // One that died again may have another code by now: what did not come through is what is not among the replayed.
  const replayed = Math.min(report.selected, await replayedSince(terminal, replay, report.at));
  const failed = report.selected - replayed;
  const words = `${replayed} replayed, ${failed} died again or stay open`;
  return { answer: { ...report, replayed, failed, stopped: false }, words, exitCode: failed === 0 ? 0 : 1 };
}

async function queued({ hub, signal }: Terminal, { service, selection }: Replay): Promise<number> {
  return (await askPatiently(signal, () => countLetters(hub, service, selection))).queued;
}

async function replayedSince({ hub }: Terminal, { service, selection }: Replay, at: string): Promise<number> {
  return (await countLetters(hub, service, selection, at)).replayed;
}

async function stopped({ hub }: Terminal, { service, selection }: Replay, report: Act): Promise<Outcome> {
  const body = { selection, reason: 'stopped by Ctrl-C', dryRun: false };
  await askHub(hub, service, '/messages/dead-letters/stop-replay', ActAnswer, { body });
  // Counted afterwards: the one in hand had its turn while the others were taken out.
  const { open } = await countLetters(hub, service, selection);
  const replayed = Math.max(0, report.selected - open);
  const words = `Stopped: ${replayed} had their turn, ${open} are open. The same command goes on with them.`;
  return { answer: { ...report, replayed, stopped: true, open }, words, exitCode: 130 };
}

/** The letters are queued and the service goes on with them; nobody sees from here how far it is. */
function unwatched({ service }: Replay, report: Act, why: string): Outcome {
  const words = [
    `Queued: ${report.selected} letters. ${service} goes on with them; it is only not watched from here any more.`,
    why,
    `Look with: npm run hub -- dead-letters list --service ${service} --state queued`,
    'What still waits is taken out of the queue by: npm run hub -- dead-letters stop',
  ];
  return { answer: { ...report, stopped: false, watched: false, why }, words: words.join('\n'), exitCode: 3 };
}

function planWords({ selected, keys, byCode, behindParkedChild }: Act): string {
  const codes = Object.entries(byCode).map(([code, count]) => `${count} ${code}`);
  const lines = [`Would replay ${selected} letters of ${keys} keys${codes.length > 0 ? `: ${codes.join(', ')}` : ''}.`];
  if (behindParkedChild > 0) lines.push(`${behindParkedChild} of them would queue behind a parked child.`);
  return [...lines, 'Nothing was done.'].join('\n');
}

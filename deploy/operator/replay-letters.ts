import { setTimeout as pause } from 'node:timers/promises';
import cliProgress from 'cli-progress';
import { ActAnswer, type Act } from './answers.js';
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
 * queue: they are open again, and the same command goes on where this one stopped.
 */
export async function replayLetters(terminal: Terminal, replay: Replay): Promise<Outcome> {
  const { hub } = terminal;
  const { service, selection, reason, dryRun } = replay;
  const body = { selection, reason, dryRun };
  const report = await askHub(hub, service, '/messages/dead-letters/replay', ActAnswer, { body });
  if (dryRun) return done(report, planWords(report));
  const queued = async () => (await countLetters(hub, service, selection)).queued;
  const bar = terminal.progress
    ? new cliProgress.SingleBar({
        format: '{bar} {value}/{total} replayed  {eta} s left  (Ctrl-C stops)',
        stream: terminal.progress,
      })
    : null;
  const first = await queued();
  const total = Math.max(first, report.selected);
  bar?.start(total, total - first);
  let waiting = first;
  while (waiting > 0 && !terminal.signal.aborted) {
    await pause(LOOK_MS, undefined, { signal: terminal.signal }).catch(() => undefined);
    waiting = await queued();
    bar?.update(Math.max(0, total - waiting));
  }
  bar?.stop();
  if (waiting > 0) return stopped(terminal, replay, report);
  // One that died again may have another code by now: what did not come through is what is not among the replayed.
  const replayed = Math.min(report.selected, await replayedSince(terminal, replay, report.at));
  const failed = report.selected - replayed;
  const words = `${replayed} replayed, ${failed} died again or stay open`;
  return { answer: { ...report, replayed, failed, stopped: false }, words, exitCode: failed === 0 ? 0 : 1 };
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

function planWords({ selected, keys, byCode, behindParkedChild }: Act): string {
  const codes = Object.entries(byCode).map(([code, count]) => `${count} ${code}`);
  const lines = [`Would replay ${selected} letters of ${keys} keys${codes.length > 0 ? `: ${codes.join(', ')}` : ''}.`];
  if (behindParkedChild > 0) lines.push(`${behindParkedChild} of them would queue behind a parked child.`);
  return [...lines, 'Nothing was done.'].join('\n');
}

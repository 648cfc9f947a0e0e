import { setTimeout as pause } from 'node:timers/promises';
import cliProgress from 'cli-progress';
import { CommandError } from '../local/command-error.js';
import { toldError } from '../local/told-error.js';
import { RebuildAnswer, type Rebuild } from './answers.js';
import { askPatiently } from './ask-patiently.js';
import { askHub } from './hub-door.js';
import { done, type Outcome, type Terminal } from './operator-command.js';
import { table } from './table.js';

const LOOK_MS = 250;
/** One that has not rebuilt a child for so long goes on no more: the instance that did it has ended. */
const STANDS_STILL_MS = 60_000;

/**
 * Has record views rebuilt and waits for the end, with a bar. Nothing stops a rebuild but the end of its instance: after Ctrl-C, or when it
 * cannot be watched any more, the outcome says how to look.
 */
export async function rebuildRecords(terminal: Terminal, childId: string | undefined): Promise<Outcome> {
  const body = { childId, wait: false };
  const begun = await askHub(terminal.hub, 'screening', '/rebuilds', RebuildAnswer, { body });
  try {
    return await watched(terminal, begun);
  } catch (error) {
    const told = toldError(error);
    return goingOn(begun, typeof told === 'string' ? told : (error as Error).message);
  }
}

/** How far a rebuild is, without waiting for it. */
export async function lookAtRebuild({ hub }: Terminal, rebuildId: string): Promise<Outcome> {
  const path = `/rebuilds/${encodeURIComponent(rebuildId)}`;
  const rebuild = await askHub(hub, 'screening', path, RebuildAnswer);
  return rebuild.finishedAt === null ? goingOn(rebuild) : finished(rebuild);
}

async function watched({ hub, signal, progress }: Terminal, begun: Rebuild): Promise<Outcome> {
  const format = '{bar} {value}/{total} children rebuilt  {eta} s left';
  const bar = progress ? new cliProgress.SingleBar({ format, stream: progress }) : null;
  let [rebuild, wentOnAt] = [begun, Date.now()];
  bar?.start(rebuild.total, rebuild.children);
  try {
    while (rebuild.finishedAt === null && !signal.aborted) {
      await pause(LOOK_MS, undefined, { signal }).catch(() => undefined);
      const path = `/rebuilds/${begun.rebuildId}`;
      const now = await askPatiently(signal, () => askHub(hub, 'screening', path, RebuildAnswer));
      if (now.children > rebuild.children) wentOnAt = Date.now();
      rebuild = now;
      bar?.update(rebuild.children);
      if (Date.now() - wentOnAt > STANDS_STILL_MS) throw new CommandError(STANDS_STILL, 1);
    }
  } finally {
    bar?.stop();
  }
  return rebuild.finishedAt === null ? goingOn(rebuild) : finished(rebuild);
}

const STANDS_STILL =
  'No child was rebuilt for a minute: the instance of screening that did it may have ended. What was rebuilt stands; give the command again.';

function goingOn(rebuild: Rebuild, why?: string): Outcome {
  const { rebuildId, children, total } = rebuild;
  const words = [
    `Rebuild ${rebuildId} is at ${children} of ${total} children; screening goes on with it while its instance lives.`,
    ...(why === undefined ? [] : [why]),
    `Look with: npm run hub -- rebuild --look ${rebuildId}`,
  ];
  return { answer: { ...rebuild, ...(why === undefined ? {} : { why }) }, words: words.join('\n'), exitCode: 3 };
}

function finished(rebuild: Rebuild): Outcome {
  const { children, facts, missing, differences } = rebuild;
  const words = [
    `Rebuilt ${children} children from ${facts} facts. ${missing} had no view.`,
    differences.length === 0
      ? 'Every view that stood there was the same, field by field.'
      : 'These places of views that stood there were not what the facts say, and now are:',
    ...(differences.length === 0
      ? []
      : [
          table(
            ['CHILD', 'PLACE'],
            differences.map((one) => [one.childId, one.place]),
          ),
        ]),
  ];
  return done(rebuild, words.join('\n'));
}

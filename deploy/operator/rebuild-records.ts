import { setTimeout as pause } from 'node:timers/promises';
import cliProgress from 'cli-progress';
import { CommandError } from '../local/command-error.js';
import { toldError } from '../local/told-error.js';
import { RebuildAnswer, type Rebuild } from './answers.js';
import { askPatiently } from './ask-patiently.js';
import { askHub } from './hub-door.js';
import type { Outcome, Terminal } from './operator-command.js';
import { table } from './table.js';

const LOOK_MS = 250;
/** One that has not rebuilt a child for so long goes on no more: the instance that did it has ended. */
const STANDS_STILL_MS = 60_000;
/** So many are named at most. */
const MOST_DIFFERENCES = 1000;
/** The place of a child that was not rebuilt. */
const WHOLE_VIEW = '/';

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
  const format = '{bar} {value}/{total} children  {eta} s left';
  const bar = progress ? new cliProgress.SingleBar({ format, stream: progress }) : null;
  let [rebuild, wentOnAt] = [begun, Date.now()];
  bar?.start(rebuild.total, handled(rebuild));
  try {
    while (rebuild.finishedAt === null && !signal.aborted) {
      await pause(LOOK_MS, undefined, { signal }).catch(() => undefined);
      const path = `/rebuilds/${begun.rebuildId}`;
      const now = await askPatiently(signal, () => askHub(hub, 'screening', path, RebuildAnswer));
      if (handled(now) > handled(rebuild)) wentOnAt = Date.now();
      rebuild = now;
      bar?.update(handled(rebuild));
      if (Date.now() - wentOnAt > STANDS_STILL_MS) throw new CommandError(STANDS_STILL, 1);
    }
  } finally {
    bar?.stop();
  }
  return rebuild.finishedAt === null ? goingOn(rebuild) : finished(rebuild);
}

const handled = ({ children, kept }: Rebuild): number => children + kept;

const STANDS_STILL =
  'No child was rebuilt for a minute: the instance of screening that did it may have ended. What was rebuilt stands; give the command again.';

function goingOn(rebuild: Rebuild, why?: string): Outcome {
  const { rebuildId, total } = rebuild;
  const words = [
    `Rebuild ${rebuildId} is at ${handled(rebuild)} of ${total} children; screening goes on with it while its instance lives.`,
    ...(why === undefined ? [] : [why]),
    `Look with: npm run hub -- rebuild --look ${rebuildId}`,
  ];
  return { answer: { ...rebuild, ...(why === undefined ? {} : { why }) }, words: words.join('\n'), exitCode: 3 };
}

function finished(rebuild: Rebuild): Outcome {
  const { children, facts, missing, kept, differences } = rebuild;
  const changed = differences.filter(({ place }) => place !== WHOLE_VIEW);
  const words = [`Rebuilt ${children} children from ${facts} facts. ${missing} had no view.`];
  if (changed.length > 0) {
    const rows = changed.map(({ childId, place }) => [childId, place]);
    words.push('These places of views that stood there were not what the facts say, and now are:');
    words.push(table(['CHILD', 'PLACE'], rows));
  } else if (differences.length < MOST_DIFFERENCES) {
    words.push(`Every ${kept > 0 ? 'other view' : 'view that stood there'} was the same, field by field.`);
  }
  if (kept > 0) {
    const rows = differences.filter(({ place }) => place === WHOLE_VIEW).map(({ childId }) => [childId]);
    words.push(`Children not rebuilt, what stood there was kept, because facts of them are missing: ${kept}.`);
    words.push(table(['CHILD'], rows), FACTS_MISSING);
  }
  if (differences.length >= MOST_DIFFERENCES)
    words.push(`Only the first ${MOST_DIFFERENCES} are named; there may be more.`);
  return { answer: rebuild, words: words.join('\n'), exitCode: kept > 0 ? 1 : 0 };
}

const FACTS_MISSING =
  'A backup of screening holds them: put it back whole (docs/operations.md, "Back up and restore"), then give the command again.';

import { setTimeout as pause } from 'node:timers/promises';
import cliProgress from 'cli-progress';
import type { z } from 'zod';
import { BacklogAnswer } from './answers.js';
import { askPatiently } from './ask-patiently.js';
import { askHub } from './hub-door.js';
import type { Outcome, Terminal } from './operator-command.js';
import { table } from './table.js';

const LOOK_MS = 1000;

/** What waits for each service; with `watch`, again and again with a bar until nothing waits or somebody says Ctrl-C. */
export async function waitingEvents({ hub, progress, signal }: Terminal, watch: boolean): Promise<Outcome> {
  const look = () => askHub(hub, 'operations', '/backlog', BacklogAnswer);
  let answer = await look();
  if (watch) {
    const format = '{bar} {value}/{total} handled, {left} wait, {pace} a second';
    const bar = progress ? new cliProgress.SingleBar({ format, stream: progress }) : null;
    let most = totalOf(answer).waiting;
    bar?.start(most, 0, { left: most, pace: '?' });
    while (totalOf(answer).waiting > 0 && !signal.aborted) {
      await pause(LOOK_MS, undefined, { signal }).catch(() => undefined);
      answer = await askPatiently(signal, look);
      const { waiting, pace } = totalOf(answer);
      most = Math.max(most, waiting);
      bar?.setTotal(most);
      bar?.update(most - waiting, { left: waiting, pace: Math.round(pace) });
    }
    bar?.stop();
  }
  const rows = answer.services.map(({ service, waiting, handledPerSecond, secondsLeft }) => [
    service,
    waiting,
    handledPerSecond === null ? null : Math.round(handledPerSecond),
    secondsLeft,
  ]);
  const words = table(['SERVICE', 'WAITING EVENTS', 'HANDLED A SECOND', 'LEFT, S'], rows);
  return { answer, words, exitCode: watch && signal.aborted ? 130 : 0 };
}

function totalOf({ services }: z.infer<typeof BacklogAnswer>): { waiting: number; pace: number } {
  return {
    waiting: services.reduce((sum, each) => sum + each.waiting, 0),
    pace: services.reduce((sum, each) => sum + (each.handledPerSecond ?? 0), 0),
  };
}

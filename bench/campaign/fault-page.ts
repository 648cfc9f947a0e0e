import { allFaults } from '../faults/all-faults.js';
import { killEnvironment } from '../kill/kill-environment.js';
import type { FaultReport, FaultResult } from './fault-result.js';
import { playedElsewhere } from './played-elsewhere.js';

const seconds = (ms: number | null): string => (ms === null ? '-' : `${(ms / 1000).toFixed(1)} s`);

/** The report as a page: the table, every failure, the plots beside it, and what each fault does. */
export function faultPage({ date, commit, machine, seconds: took, faults }: FaultReport): string {
  const failed = faults.filter(({ held }) => !held);
  const sum = (count: (fault: FaultResult) => number) => faults.reduce((total, fault) => total + count(fault), 0);
  const missing = allFaults.map(({ name }) => name).filter((name) => faults.every((fault) => fault.name !== name));
  const kills = sum(({ kills: deaths = 0 }) => deaths);
  return [
    '# Fault campaign',
    `${date.slice(0, 16).replace('T', ' ')} UTC, commit ${commit}, ${machineWords(machine)}. ${Math.round(took / 60)} minutes, real servers, fsync on.`,
    `${faults.length} of ${allFaults.length} faults, ${faults.length - failed.length} as required, ${sum(({ rounds }) => rounds)} rounds${kills > 0 ? `, ${kills} deaths of services by kill -9` : ''}: ` +
      `${sum(({ acknowledged }) => acknowledged)} entries acknowledged, ${sum(({ lost }) => lost)} lost, ${sum(({ doubled }) => doubled)} doubled, ${sum(({ outOfOrder }) => outOfOrder)} out of order.`,
    ...(missing.length > 0 ? [`Not in this run: ${missing.join(', ')}.`] : []),
    'Counted outside the hub: receipts as the journal got them, events as they lie on the topics, records at the doors, letters at the channel. ' +
      'Beside journals, families are visited, documents shared and letters sent while the fault is there.',
    'Back after: from the end of the fault until a new entry is acknowledged and it and all before it are visible.',
    table(faults),
    '## What was not as required',
    failed.length === 0
      ? 'Nothing.'
      : failed
          .map(({ name, troubles }) => `**${name}**\n\n${troubles.map((line) => `- ${plain(line)}`).join('\n')}`)
          .join('\n\n'),
    '## Recovery',
    '![From the end of each fault until the hub was back: median and 95th percentile](faults-recovery.svg)',
    '## Receipts over time',
    'Acknowledged (line) and visible (dots) entries a second; the time of the fault is shaded.',
    '![Receipts and visible results a second during each fault](faults-receipts.svg)',
    '## What each fault does, and what must hold',
    allFaults.map(({ name, does, mustHold }) => `- **${name}**: ${does} ${mustHold}`).join('\n'),
    '## Played elsewhere',
    playedElsewhere.map((line) => `- ${line}`).join('\n'),
    '## How to run it again',
    '`npm run faults -- --fault NAME[,NAME] --seed N --rounds N`; `--list` shows the faults. The same seed makes the same plan of kills, pauses and victims; how the machine interleaves them is its own. ' +
      'Waiting times that are minutes in daily life are short in the campaign: ' +
      Object.entries(killEnvironment)
        .filter(([key]) => key !== 'RETRY_PAUSES')
        .map(([key, value]) => `\`${key}=${value}\``)
        .join(', ') +
      '.',
    "A full disk is played by swapping the file of one table for `/dev/full`: PostgreSQL's answer (53100) is real, the disk is not full.",
    '',
  ].join('\n\n');
}

function table(faults: readonly FaultResult[]): string {
  const head =
    '| Fault | Seed | Rounds | Deaths | Acknowledged | Lost | Doubled | Out of order | Back after p50 | p95 | As required |';
  const rows = faults.map((fault) => {
    const {
      name,
      seed,
      rounds,
      kills = '-',
      acknowledged,
      lost,
      doubled,
      outOfOrder,
      recoverP50Ms,
      recoverP95Ms,
      held,
    } = fault;
    const cells = [
      name,
      seed,
      rounds,
      kills,
      acknowledged,
      lost,
      doubled,
      outOfOrder,
      seconds(recoverP50Ms),
      seconds(recoverP95Ms),
    ];
    return `| ${cells.join(' | ')} | ${held ? 'yes' : '**no**'} |`;
  });
  return [head, head.replace(/[^|]+/g, ' --- '), ...rows].join('\n');
}

/** Values as they stand, but numbers with what they count. */
const machineWords = (machine: FaultReport['machine']): string =>
  Object.entries(machine)
    .map(([name, value]) => (name === 'cores' ? `${value} cores` : name === 'memoryGb' ? `${value} GB` : value))
    .join(', ');

const TROUBLE_LENGTH = 600;

/** A trouble that is long ends with its last whole sentence, or with its last whole word where that would leave less than half. */
function plain(line: string): string {
  const text = line.replaceAll('\n', ' ').replaceAll('|', '/');
  if (text.length <= TROUBLE_LENGTH) return text;
  const sentence = text.lastIndexOf('. ', TROUBLE_LENGTH - 1);
  if (sentence > TROUBLE_LENGTH / 2) return text.slice(0, sentence + 1);
  const word = text.lastIndexOf(' ', TROUBLE_LENGTH);
  return `${text.slice(0, word > 0 ? word : TROUBLE_LENGTH)}...`;
}

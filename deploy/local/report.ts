import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import cliProgress from 'cli-progress';
import { Temporal } from 'temporal-polyfill';
import { Issuer } from '#security/issuer.js';
import { ServiceTokens } from '#security/service-tokens.js';
import { hubFolder, runningHub } from './hub-state.js';
import { calledFrom, namedFiles } from './named-files.js';
import { readAnswer } from './report-answer.js';
import { reportDoor } from './report-door.js';
import { CommandError } from './command-error.js';
import { runCommand } from './run-command.js';

const SENDER = 'journal-k1';
/** Refusals as JSON, also of reports in XML. */
const ANSWER = 'application/fhir+json, application/json;q=0.9';
/** From so many files on a bar is of more use than a line each. */
const MANY = 20;
const WORDS = { taken: 'taken', known: 'known already', refused: 'refused' };

/** `npm run report -- FILE...`: sends reports to the running hub as the journal system of K1 and prints receipts and refusals. */
async function main(paths: string[]): Promise<number> {
  const files = await namedFiles(paths, /\.(json|xml)$/i);
  if (files.length === 0) throw new CommandError(`No report (.json or .xml) was found in ${paths.join(', ')}.`, 1);
  const hub = await runningHub();
  if (hub === null) throw new CommandError('No hub is running. Start one in another terminal: npm start', 1);
  const tokens = new ServiceTokens({
    issuer: new Issuer(`${hub.urls['stand-ins']}/oidc`),
    clientId: SENDER,
    keyFile: join(hubFolder, 'keys', 'clients', `${SENDER}.json`),
  });
  const bar =
    files.length >= MANY && process.stderr.isTTY
      ? new cliProgress.SingleBar({ format: '{bar} {value}/{total}  {eta} s left', stream: process.stderr })
      : null;
  bar?.start(files.length, 0);
  const lines: string[] = [];
  const counts = { taken: 0, known: 0, refused: 0 };
  for (const file of files) {
    const bytes = await readFile(file);
    const { path, contentType } = reportDoor(file, bytes.toString('utf8'));
    const sentAt = Temporal.Instant.fromEpochMilliseconds(Date.now());
    const answer = await fetch(`${hub.urls['novax-adapter']}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${await tokens.get()}`, 'content-type': contentType, accept: ANSWER },
      body: bytes,
    });
    const { outcome, line } = readAnswer({
      status: answer.status,
      text: await answer.text(),
      location: answer.headers.get('location'),
      sentAt,
    });
    counts[outcome] += 1;
    lines.push(`${WORDS[outcome].padEnd(WORDS.known.length)}  ${relative(calledFrom, file)}  ${line}`);
    if (bar === null) console.log(lines.pop());
    else bar.increment();
  }
  bar?.stop();
  for (const line of lines) console.log(line);
  console.log(`${counts.taken} taken, ${counts.known} known already, ${counts.refused} refused`);
  return counts.refused === 0 ? 0 : 1;
}

await runCommand(main);

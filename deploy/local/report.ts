import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import cliProgress from 'cli-progress';
import { Issuer } from '#security/issuer.js';
import { ServiceTokens } from '#security/service-tokens.js';
import { hubFolder, runningHub } from './hub-state.js';
import { readAnswer } from './report-answer.js';
import { reportDoor } from './report-door.js';

const SENDER = 'journal-k1';
/** Refusals as JSON, also of reports in XML. */
const ANSWER = 'application/fhir+json, application/json;q=0.9';
/** From so many files on a bar is of more use than a line each. */
const MANY = 20;

/** npm runs us in the project's folder; paths are meant from where the command was given. */
const calledFrom = process.env['INIT_CWD'] ?? process.cwd();

async function filesUnder(path: string): Promise<string[]> {
  if (!(await stat(path)).isDirectory()) return [path];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && /\.(json|xml)$/i.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** `npm run report -- FILE...`: sends reports to the running hub as the journal system of K1 and prints receipts and refusals. */
async function main(paths: string[]): Promise<number> {
  if (paths.length === 0) {
    console.error('Name files or folders with reports (JSON or XML): npm run report -- FILE...');
    return 2;
  }
  const hub = await runningHub();
  if (hub === null) {
    console.error('No hub is running. Start one in another terminal: npm start');
    return 1;
  }
  const files = (await Promise.all(paths.map((path) => filesUnder(resolve(calledFrom, path))))).flat();
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
  let refused = 0;
  for (const file of files) {
    const bytes = await readFile(file);
    const { path, contentType } = reportDoor(file, bytes.toString('utf8'));
    const answer = await fetch(`${hub.urls['novax-adapter']}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${await tokens.get()}`, 'content-type': contentType, accept: ANSWER },
      body: bytes,
    });
    const { taken, line } = readAnswer(answer.status, await answer.text());
    if (!taken) refused += 1;
    lines.push(`${taken ? 'taken  ' : 'refused'}  ${relative(calledFrom, file)}  ${line}`);
    if (bar === null) console.log(lines.pop());
    else bar.increment();
  }
  bar?.stop();
  for (const line of lines) console.log(line);
  console.log(`${files.length - refused} taken, ${refused} refused`);
  return refused === 0 ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2));

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { projectRoot } from '#local/project-root.js';
import { refusalCodes } from '#contracts/refusal-codes.js';
import { medcomTestCitizens } from '../scenarios/medcom-test-citizens.js';

/** Everything that git knows, or would know after the next `git add`. */
const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: projectRoot })
  .toString()
  .split('\n')
  .filter((file) => file !== '' && existsSync(join(projectRoot, file)) && statSync(join(projectRoot, file)).isFile());
const BINARY = /\.(woff2?|ttf|png|jpe?g|pdf|ico|gz)$/;
const texts = tracked
  .filter((file) => !BINARY.test(file))
  .map((file) => ({ file, text: readFileSync(join(projectRoot, file), 'utf8') }));
/** What is deployed: no tests, and not what only they use. */
const production = texts.filter(
  ({ file }) => /^(apps|libs)\/.*\.tsx?$/.test(file) && !/\.(spec|int-spec|e2e|fixture)\.tsx?$/.test(file),
);

/** `file:line` of every match; never the match itself. */
function linesWith(pattern: RegExp, files = texts, allowed: (match: string) => boolean = () => false): string[] {
  return files.flatMap(({ file, text }) =>
    text.split('\n').flatMap((line, nth) => {
      const found = [
        ...line.matchAll(new RegExp(pattern, pattern.flags.includes('g') ? pattern.flags : `${pattern.flags}g`)),
      ];
      return found.some(([match]) => !allowed(match)) ? [`${file}:${nth + 1}`] : [];
    }),
  );
}

/** A date that exists for somebody: day 1 to 31. A municipal replacement number has 60 added to its day. */
function couldBeSomebody(text: string): boolean {
  const digits = text.replace('-', '');
  const [day, month] = [Number(digits.slice(0, 2)), Number(digits.slice(2, 4))];
  const longest = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
  return day >= 1 && day <= longest;
}

describe('the repository', () => {
  it('holds no civil registration number but replacement numbers and the MedCom test citizens', () => {
    const harmless = (match: string): boolean =>
      !couldBeSomebody(match) || medcomTestCitizens.includes(match.replace('-', ''));
    const withNumbers = texts.filter(({ file }) => file !== 'package-lock.json');
    expect(linesWith(/(?<![\w.-])\d{6}-?\d{4}(?![\w-])/, withNumbers, harmless)).toEqual([]);
  });

  it('names no machine: no path of a home or workspace, no address inside a network, no package registry', () => {
    const machine = new RegExp(
      [
        String.raw`(?<![\w./])/(?:home|root|Users|work|workspace|mnt)/[\w.-]+`,
        String.raw`\b(?:10\.\d{1,3}|192\.168|172\.(?:1[6-9]|2\d|3[01]))(?:\.\d{1,3}){2}(?![\d.])`,
        String.raw`https?://[\w.-]*(?:registry|artifactory|nexus|npmjs|verdaccio)[\w.-]*`,
      ].join('|'),
    );
    const self = 'test/architecture/repository.spec.ts';
    expect(
      linesWith(
        machine,
        texts.filter(({ file }) => file !== self),
      ),
    ).toEqual([]);
  });

  it('has no app that imports another, and no lib that imports an app', () => {
    const strangers = production.flatMap(({ file, text }) => {
      const [kind, name] = file.split('/');
      const imports = [...text.matchAll(/from '([^']+)'|import\('([^']+)'\)/g)].map(([, one, other]) => one ?? other!);
      const targets = imports
        .filter((target) => target.startsWith('.'))
        .map((target) => join(file, '..', target))
        .filter((target) => target.startsWith('apps/'));
      const own = kind === 'apps' ? `apps/${name}/` : 'no app';
      return targets.some((target) => !target.startsWith(own)) ? [file] : [];
    });
    expect(strangers).toEqual([]);
  });

  it('writes to the log through the logger alone', () => {
    expect(linesWith(/\bconsole\.\w+\(/, production)).toEqual([]);
  });

  it('makes metrics in one place, and spans where the catalogue says', () => {
    const instruments = linesWith(
      /\bgetMeter\(|\.create(?:Observable)?(?:Counter|Histogram|Gauge|UpDownCounter)\(/,
      production,
    );
    expect(new Set(instruments.map((line) => line.split(':')[0]))).toEqual(
      new Set(['libs/observability/src/metrics.ts']),
    );
    const spans = linesWith(/\bstart(?:Active)?Span\(/, production);
    expect(spans.map((line) => line.split(':')[0])).toEqual([
      'libs/messaging/src/handling/processing-spans.ts',
      'libs/messaging/src/outbox/publishing-spans.ts',
      'libs/observability/src/in-span.ts',
      'libs/service/src/http-telemetry.ts',
    ]);
  });

  it('skips no test and leaves nothing to do', () => {
    const tests = texts.filter(({ file }) => /\.(spec|int-spec|e2e)\.tsx?$/.test(file));
    expect(linesWith(/\b(?:it|describe|test)\.(?:skip|only|todo)\b|\bx(?:it|describe)\(/, tests)).toEqual([]);
    const code = texts.filter(({ file }) => /\.(tsx?|mjs|cjs)$/.test(file) && !file.endsWith('repository.spec.ts'));
    expect(linesWith(/\b(?:TODO|FIXME|XXX)\b/, code)).toEqual([]);
  });

  it('knows the refusal codes of the glossary', () => {
    const glossary = [
      'CPR_INVALID',
      'ITEM_MISSING',
      'ITEM_OUT_OF_RANGE',
      'SCORE_MISMATCH',
      'AGE_OUT_OF_RANGE',
      'OBSERVER_NOT_CERTIFIED',
      'UNKNOWN_CHILD',
      'NOT_SAME_INSTITUTION',
      'NOT_GUARDIAN',
      'CONSENT_MISSING',
      'CONSENT_INCOMPLETE',
      'CONSENT_WRONG_TRANSITION',
      'CONSENT_WITHDRAWN',
      'CONTENT_NOT_FOR_OPS',
      'RECIPIENT_UNKNOWN',
      'ROLE_NOT_ALLOWED',
    ];
    expect(Object.keys(refusalCodes)).toEqual(expect.arrayContaining(glossary));
  });
});

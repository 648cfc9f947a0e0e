import { afterEach, describe, expect, it } from '@jest/globals';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { KlRefusal } from '../kl/kl-refusal.js';
import { judgeDelivery, type SentDelivery } from './judge-delivery.js';
import { JudgingThread } from './judging-thread.js';
import { incrementalDelivery, largeDelivery, weightReportJson, weightReportXml } from './weight-report.fixture.js';

const sent = (text: string, mediaType = 'application/fhir+json'): SentDelivery => ({
  bytes: Buffer.from(text),
  mediaType,
  sender: { formats: ['kl_delivery_report'], observersCertified: true },
  ageLimits: { minDays: 56, maxCompletedMonths: 24 },
  nowMs: Date.parse('2026-05-20T10:00:00Z'),
});

const script = (source: string): URL => new URL(`data:text/javascript,${encodeURIComponent(source)}`);
const SILENT = script("import { parentPort } from 'node:worker_threads'; parentPort.on('message', () => {});");
const DYING = script(
  "import { parentPort } from 'node:worker_threads'; parentPort.on('message', () => process.exit(1));",
);

describe('the thread that judges large deliveries', () => {
  let thread: JudgingThread;
  afterEach(() => thread.onModuleDestroy());

  it.each([
    ['a report', sent(weightReportJson({ reportId: 'r-1' }))],
    [
      'an incremental delivery',
      sent(incrementalDelivery('d-1', [weightReportJson(), weightReportJson({ reportId: 'r-2' })])),
    ],
    ['a report in XML', sent(weightReportXml(), 'application/fhir+xml')],
    ['a delivery with faults', sent(weightReportJson({ childCpr: '3102264000', grams: '1.234' }))],
    ['half a delivery', sent(weightReportJson().slice(0, 300))],
    [
      'a sender who may not hand it in',
      { ...sent(weightReportJson()), sender: { formats: [], observersCertified: false } },
    ],
  ])('finds in %s what is found beside the other requests', async (_what, delivery) => {
    thread = new JudgingThread();
    const [there, here] = [await thread.judge(delivery), judgeDelivery(delivery)];
    expect(there.outcome).toBe(here.outcome);
    if (there.outcome === 'good' && here.outcome === 'good') {
      expect(there.delivery).toEqual(here.delivery);
      expect(there.delivery.reports.map(({ childCpr }) => childCpr?.reveal())).toEqual(
        here.delivery.reports.map(({ childCpr }) => childCpr?.reveal()),
      );
      expect(there.originals.map(({ bytes }) => Buffer.from(bytes).toString())).toEqual(
        here.originals.map(({ bytes }) => Buffer.from(bytes).toString()),
      );
    } else if (there.outcome === 'refused' && here.outcome === 'refused') {
      expect(there.bundleId).toBe(here.bundleId);
      const told = ({ refusal: { code, place, detail, cure, status }, refusal }: typeof there) => ({
        ...{ code, place, detail, cure, status },
        issues: (refusal as KlRefusal).issues,
      });
      expect(told(there)).toEqual(told(here));
    }
  });

  it.each([
    ['JSON', weightReportJson, 'application/fhir+json'],
    ['XML', weightReportXml, 'application/fhir+xml'],
  ])(
    'leaves the event loop free for a hundred turns while ten megabytes of %s are judged',
    async (_form, report, type) => {
      thread = new JudgingThread();
      const done: string[] = [];
      const judged = thread.judge(sent(largeDelivery('large', report), type)).then(({ outcome }) => done.push(outcome));
      for (let turn = 0; turn < 100; turn++) await nextTurn();
      done.push('a hundred turns');
      await judged;
      expect(done).toEqual(['a hundred turns', 'good']);
    },
  );

  it('takes no more than may wait', async () => {
    thread = new JudgingThread({ file: SILENT, waiting: 1 });
    const held = [thread.judge(sent('')), thread.judge(sent(''))];
    await expect(thread.judge(sent(''))).rejects.toMatchObject({ code: 'DEPENDENCY_UNAVAILABLE', status: 503 });
    await thread.onModuleDestroy();
    for (const { status } of await Promise.allSettled(held)) expect(status).toBe('rejected');
  });

  it.each([
    ['ends', DYING, 30_000, 'JUDGING_ENDED'],
    ['takes too long', SILENT, 1, 'JUDGING_TOO_SLOW'],
  ])(
    'lets the sender come again when the thread %s, and starts another for the next',
    async (_what, file, longestMs, code) => {
      thread = new JudgingThread({ file, longestMs });
      const both = [thread.judge(sent('')), thread.judge(sent(''))];
      for (const judgement of both) await expect(judgement).rejects.toMatchObject({ name: 'TransientError', code });
    },
  );

  it('refuses a delivery for which memory does not suffice, and goes on', async () => {
    thread = new JudgingThread({ memoryMb: 16 });
    const large = thread.judge(sent(largeDelivery('large', weightReportJson)));
    await expect(large.then(({ outcome }) => outcome)).rejects.toMatchObject({ code: 'TOO_LARGE' });
    expect((await thread.judge(sent(weightReportJson()))).outcome).toBe('good');
  });
});

import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import { eventCatalogue } from '#contracts/event-catalogue.js';
import type { Delivery } from '#messaging/events/delivery.js';
import { awaitedSteps } from './awaited-steps.rules.js';
import { expectedSteps } from './expected-steps.js';

const at = '2026-06-01T08:00:00Z';
const letterId = '7b6e5d4c-3b2a-4190-8f7e-6d5c4b3a2f1e';
const adbb = { resourceId: 'NVX-1', status: 'final' };

function event(
  name: string,
  change: object = {},
  traceparent: string | null = `00-${'a'.repeat(32)}-b7ad6b7169203331-01`,
) {
  const contract = eventCatalogue.find((each) => each.name === name)!;
  return {
    eventId: randomUUID(),
    type: contract.type,
    key: 'k',
    subject: null,
    municipality: 'K1',
    time: at,
    data: { ...(contract.example as object), letterId, sourceSystem: 'NOVAX-K1', ...change },
    traceparent,
    causationId: null,
    topic: 't',
    partition: 0,
    offset: 0,
  } satisfies Delivery<unknown>;
}

const seen = (one: Delivery<unknown>, now = at) => awaitedSteps([one], Temporal.Instant.from(now));
const due = (one: Delivery<unknown>) =>
  seen(one).awaited.map(({ step, about, dueAt }) => `${step} of ${about} by ${dueAt}`);
const over = (one: Delivery<unknown>) => seen(one).ended.map(({ step, about }) => `${step} of ${about}`);

describe('the step that must follow', () => {
  it.each<[string, Delivery<unknown>, string[]]>([
    [
      'a reported result is its recording, within ten minutes',
      event('journal.entry.received', { adbb: [adbb, { ...adbb, resourceId: 'NVX-2' }] }),
      [
        'screening.result.recorded of K1/NOVAX-K1/NVX-1 by 2026-06-01T08:10:00Z',
        'screening.result.recorded of K1/NOVAX-K1/NVX-2 by 2026-06-01T08:10:00Z',
      ],
    ],
    ['an entry without a result is none', event('journal.entry.received', { adbb: [] }), []],
    ['an entry about no child is none', event('journal.entry.received', { adbb: [adbb], childId: null }), []],
    [
      'a result that is taken back is none',
      event('journal.entry.received', { adbb: [{ ...adbb, status: 'entered-in-error' }] }),
      [],
    ],
    [
      'a question that goes out by letter is the order of the letter',
      event('consent.requested', { byLetter: true, askedIds: ['g'] }),
      ['letter.requested of consent_request by 2026-06-01T08:10:00Z'],
    ],
    ['a question without a letter is none', event('consent.requested', { byLetter: false, askedIds: ['g'] }), []],
    ['a question to nobody is none', event('consent.requested', { byLetter: true, askedIds: [] }), []],
    [
      'the order of a letter is its submission, within six hours',
      event('letter.requested'),
      [`letter.submitted of ${letterId} by 2026-06-01T14:00:00Z`],
    ],
    [
      'the submission of a letter is its receipt, within 24 hours',
      event('letter.submitted'),
      [`letter.delivered of ${letterId} by 2026-06-02T08:00:00Z`],
    ],
    ['a share is none that events could tell', event('portal.document.shared'), []],
    ['anything outside of a chain is none', event('letter.requested', {}, null), []],
  ])('after %s', (_, seenEvent, expected) => {
    expect(due(seenEvent)).toEqual(expected);
  });

  it.each<[string, Delivery<unknown>, string[]]>([
    [
      'recorded',
      event('screening.result.recorded', { recordId: 'NVX-1' }),
      ['screening.result.recorded of K1/NOVAX-K1/NVX-1'],
    ],
    [
      'recorded as a correction',
      event('screening.result.superseded', { recordId: 'NVX-1' }),
      ['screening.result.recorded of K1/NOVAX-K1/NVX-1'],
    ],
    [
      'taken back in its entry',
      event('journal.entry.received', {
        adbb: [],
        withdrawn: [{ resourceType: 'QuestionnaireResponse', resourceId: 'NVX-1' }],
      }),
      ['screening.result.recorded of K1/NOVAX-K1/NVX-1'],
    ],
    ['submitted', event('letter.submitted'), [`letter.submitted of ${letterId}`]],
    ['delivered', event('letter.delivered'), [`letter.submitted of ${letterId}`, `letter.delivered of ${letterId}`]],
    ['failed', event('letter.failed'), [`letter.submitted of ${letterId}`, `letter.delivered of ${letterId}`]],
    ['cancelled', event('letter.cancelled'), [`letter.submitted of ${letterId}`, `letter.delivered of ${letterId}`]],
    ['in doubt, which ends nothing', event('letter.unknown'), []],
    [
      'ordered, for a question',
      event('letter.requested', { kind: 'consent_request' }),
      ['letter.requested of consent_request'],
    ],
    ['ordered, but about something else', event('letter.requested', { kind: 'first_share' }), []],
  ])('is no longer awaited when it is %s', (_, seenEvent, expected) => {
    expect(over(seenEvent)).toEqual(expected);
  });

  it('still awaits a result when something else of the same id is taken back, before it or in its own entry', () => {
    const withdrawn = [{ resourceType: 'Observation', resourceId: 'NVX-1' }];
    const before = event('journal.entry.received', { adbb: [], withdrawn });
    const own = event('journal.entry.received', { adbb: [adbb], withdrawn });
    for (const heard of [[before, event('journal.entry.received', { adbb: [adbb] })], [own]]) {
      const { awaited, ended } = awaitedSteps(heard, Temporal.Instant.from(at));
      expect(awaited.map(({ about }) => about)).toEqual(['K1/NOVAX-K1/NVX-1']);
      expect(ended).toEqual([]);
    }
  });

  it.each<[string, ('reported' | 'taken back' | 'recorded')[], string[]]>([
    ['is not awaited when it was taken back before it came', ['taken back', 'reported'], []],
    ['is not awaited when its recording is heard before its report', ['recorded', 'reported'], []],
    ['is awaited when it is taken back after it came', ['reported', 'taken back'], ['K1/NOVAX-K1/NVX-1']],
  ])('of a result %s, all in one batch', (_, order, awaited) => {
    const ofAnother = `00-${'b'.repeat(32)}-b7ad6b7169203331-01`;
    const withdrawn = [{ resourceType: 'QuestionnaireResponse', resourceId: 'NVX-1' }];
    const events = {
      reported: event('journal.entry.received', { adbb: [adbb] }),
      recorded: event('screening.result.recorded', { recordId: 'NVX-1' }, ofAnother),
      'taken back': event('journal.entry.received', { adbb: [], withdrawn }, ofAnother),
    };
    const heard = order.map((each) => events[each]);
    expect(awaitedSteps(heard, Temporal.Instant.from(at)).awaited.map(({ about }) => about)).toEqual(awaited);
  });

  it('may be heard for a minute after an event that itself was heard late', () => {
    const [awaited] = seen(event('letter.submitted'), '2026-07-01T00:00:00Z').awaited;
    expect(awaited!.dueAt).toBe('2026-07-01T00:01:00Z');
  });

  it('is of a kind that the hub has', () => {
    const names = new Set(eventCatalogue.map(({ name }) => name));
    const unknown = expectedSteps
      .flatMap(({ step, after, endedBy }) => [step, after, ...endedBy])
      .filter((name) => !names.has(name));
    expect(unknown).toEqual([]);
  });
});

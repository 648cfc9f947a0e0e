import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import type { ChildId, GuardianId, LetterId } from '#contracts/ids.js';
import type { ChannelReceipt, ReceiptMeaning } from '../channel/letter-channel.js';
import { receiptEffect } from '../receipts/receipt.rules.js';
import type { Letter, RequestedLetter, SubmittingLetter } from './letter.js';
import { changingColumns } from './letter.row.js';
import {
  askLater,
  cancel,
  deliver,
  fail,
  loseAnswer,
  postpone,
  recordTry,
  refuseForNow,
  sendAgain,
  submit,
  waitForReceipt,
  type LetterPauses,
} from './letter.rules.js';
import { whenNotKnown } from './not-known.rules.js';

const now = Temporal.Instant.from('2026-06-01T08:05:00Z');
const list = (...texts: string[]) => texts.map((text) => Temporal.Duration.from(text));
const pauses: LetterPauses = {
  retry: list('PT1M', 'PT5M', 'PT15M', 'PT1H'),
  question: list('PT15S', 'PT1M'),
  receipt: list('PT1H', 'PT3H'),
  postpone: list('PT15S', 'PT1M'),
  settle: Temporal.Duration.from('PT5M'),
};

const requested: RequestedLetter = {
  letterId: '7d3f2a10-1111-4222-8333-944455566601' as string as LetterId,
  messageUuid: 'b7c9a1f2-2f43-4c55-9d0e-7a1c2b3d4e5f',
  municipality: 'K1',
  childId: '9e7ab1a2-3a42-4c1e-8a3e-3b0a4f2d7c01' as string as ChildId,
  guardianId: 'c1d2e3f4-0a1b-4c2d-8e3f-aabbccdd0001' as string as GuardianId,
  kind: 'first_share',
  consent: null,
  requestedAt: now,
  traceparent: null,
  causedBy: 'e0a1b2c3-0000-4111-8222-333344445555',
  version: 1,
  tries: 0,
  answerLost: false,
  state: 'requested',
  dueAt: now,
  postponed: 0,
  tried: null,
};
const first: SubmittingLetter = recordTry(requested, 'digital_post', 'first_share.v1/da', now);
const unknown = loseAnswer(first, now, pauses);
const submitted = submit(first, now, pauses);
const delivered = deliver(submitted, now.add({ minutes: 20 }));
const paper = submit(recordTry(requested, 'physical_letter', 'first_share.v1/da', now), now, pauses);

describe('a letter', () => {
  it('waits a minute, five, fifteen and an hour between five tries, and then fails', () => {
    let letter: Letter = requested;
    const waits: number[] = [];
    while (letter.state === 'requested') {
      const after: Letter = refuseForNow(
        recordTry(letter, 'digital_post', 'first_share.v1/da', now),
        'CHANNEL_UNAVAILABLE',
        now,
        pauses,
      );
      if (after.state === 'requested') waits.push(after.dueAt.since(now).total('minutes'));
      letter = after;
    }
    expect(waits).toEqual([1, 5, 15, 60]);
    expect(letter).toMatchObject({ state: 'failed', tries: 5, code: 'CHANNEL_UNAVAILABLE' });
  });

  it('waits longer when the channel asks for it', () => {
    const after = refuseForNow(first, 'CHANNEL_BUSY', now, pauses, Temporal.Duration.from('PT10M'));
    expect('dueAt' in after && after.dueAt.since(now).total('minutes')).toBe(10);
  });

  it('keeps its message id and counts every change', () => {
    for (const letter of [
      first,
      unknown,
      submitted,
      delivered,
      cancel(requested, 'NOT_GUARDIAN'),
      fail(first, 'X'),
    ] as Letter[]) {
      expect(letter.messageUuid).toBe(requested.messageUuid);
      expect(letter.version).toBeGreaterThan(requested.version);
    }
  });

  it('postpones with growing pauses and without using up a try', () => {
    const twice = postpone(postpone(requested, now, pauses), now, pauses);
    expect(twice).toMatchObject({ tries: 0, postponed: 2 });
    expect(twice.dueAt.since(now).total('seconds')).toBe(60);
  });

  it('is asked about again and again, ever more seldom, and receipts are pulled only so often', () => {
    expect(unknown.dueAt.since(now).total('seconds')).toBe(15);
    expect(
      askLater(askLater(unknown, now, pauses), now, pauses)
        .dueAt.since(now)
        .total('seconds'),
    ).toBe(60);
    const pulled = waitForReceipt(submitted, now, pauses);
    expect(pulled.dueAt?.since(now).total('hours')).toBe(3);
    expect(waitForReceipt(pulled, now, pauses).dueAt).toBeNull();
  });

  it('that never arrived goes out at once, as one more try', () => {
    expect(sendAgain(unknown, now, pauses)).toMatchObject({ state: 'requested', tries: 1, dueAt: now });
    expect(sendAgain({ ...unknown, tries: 5 }, now, pauses)).toMatchObject({ state: 'failed', code: 'ANSWER_LOST' });
  });

  it('remembers through every later state that an answer to it was lost', () => {
    const again = sendAgain(unknown, now, pauses);
    expect(again.answerLost).toBe(true);
    expect(again.state === 'requested' && recordTry(again, 'digital_post', 'first_share.v1/da', now).answerLost).toBe(
      true,
    );
    expect(submit(unknown, now, pauses).answerLost).toBe(true);
    expect(submitted.answerLost).toBe(false);
  });

  it.each([
    ['PT4M59S', 'digital_post', 'ask_later'],
    ['PT4M59S', 'physical_letter', 'ask_later'],
    ['PT5M', 'digital_post', 'send_again'],
    ['PT5M', 'physical_letter', 'in_doubt'],
    ['P30D', 'physical_letter', 'in_doubt'],
  ] as const)('that the channel does not know %s after a try by %s: %s', (after, channel, outcome) => {
    const lost = loseAnswer(recordTry(requested, channel, 'first_share.v1/da', now), now, pauses);
    const later = now.add(Temporal.Duration.from(after).round({ largestUnit: 'hours' }));
    expect(whenNotKnown(lost, later, pauses)).toBe(outcome);
  });

  it.each([
    ['PT24H', false],
    ['PT24H1S', true],
  ])('delivered %s after submission is late: %s', (after, late) => {
    expect(deliver(submitted, now.add(after)).late).toBe(late);
  });

  it('has a value for every column in every state', () => {
    for (const letter of [
      requested,
      first,
      unknown,
      submitted,
      delivered,
      fail(first, 'X'),
      cancel(requested, 'X'),
    ] as Letter[]) {
      expect(changingColumns(letter)).toHaveLength(14);
      expect(changingColumns(letter)).not.toContain(undefined);
    }
  });
});

const receipt = (meaning: ReceiptMeaning, errorCode: string | null = null): ChannelReceipt => ({
  messageUuid: requested.messageUuid,
  status: meaning,
  meaning,
  at: now.add({ minutes: 20 }),
  transmissionId: null,
  channelCode: null,
  errorCode,
});
const between = refuseForNow(first, 'CHANNEL_ERROR', now, pauses);
const failed = fail(submitted, 'MAILBOX_CLOSED');
const cancelled = cancel(submitted, 'RECALLED');

describe('a receipt', () => {
  const cases: [meaning: ReceiptMeaning, letter: Letter, states: string | string[]][] = [
    ['accepted', first, ['submitted']],
    ['accepted', unknown, ['submitted']],
    ['accepted', between, ['submitted']],
    ['accepted', submitted, []],
    ['accepted', delivered, []],
    ['accepted', failed, 'contradicts'],
    ['accepted', requested, 'contradicts'],
    ['printing', paper, []],
    ['delivered', first, ['submitted', 'delivered']],
    ['delivered', unknown, ['submitted', 'delivered']],
    ['delivered', between, ['submitted', 'delivered']],
    ['delivered', submitted, ['delivered']],
    ['delivered', delivered, []],
    ['delivered', failed, ['delivered']],
    ['delivered', fail(paper, 'RETURNED'), 'contradicts'],
    ['delivered', cancelled, 'contradicts'],
    ['delivered', requested, 'contradicts'],
    ['failed', first, ['failed']],
    ['failed', between, ['failed']],
    ['failed', submitted, ['failed']],
    ['failed', failed, []],
    ['failed', delivered, 'contradicts'],
    ['failed', cancelled, 'contradicts'],
    ['recalled', unknown, ['submitted', 'cancelled']],
    ['recalled', submitted, ['cancelled']],
    ['recalled', cancelled, []],
    ['recalled', delivered, 'contradicts'],
    ['returned', paper, ['failed']],
    ['returned', deliver(paper, now), ['failed']],
    ['returned', submitted, 'contradicts'],
    ['address_changed', paper, []],
  ];
  it.each(
    cases.map(
      ([meaning, letter, states]) =>
        [meaning, letter.state, letter.tried?.channel ?? 'untried', states, letter] as const,
    ),
  )('%s for a letter that is %s (%s): %s', (meaning, _state, _channel, states, letter) => {
    const effect = receiptEffect(letter, receipt(meaning), now, pauses);
    expect(effect === 'contradicts' ? effect : effect.states.map(({ state }) => state)).toEqual(states);
  });

  it.each([
    ['MAILBOX_CLOSED', 'MAILBOX_CLOSED'],
    ['6902921112', 'CHANNEL_REFUSED'],
    ['Karla Nielsen', 'CHANNEL_REFUSED'],
    ['E6902921112', 'CHANNEL_REFUSED'],
    [null, 'CHANNEL_REFUSED'],
  ])('that refuses with %s is told as %s', (errorCode, code) => {
    const effect = receiptEffect(submitted, receipt('failed', errorCode), now, pauses);
    expect(effect !== 'contradicts' && effect.states[0]).toMatchObject({ code });
  });

  it('never moves a letter twice, in whatever order receipts come and however often', () => {
    const meanings: ReceiptMeaning[] = [
      'accepted',
      'printing',
      'delivered',
      'failed',
      'recalled',
      'returned',
      'address_changed',
    ];
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...meanings), { maxLength: 12 }),
        fc.constantFrom<Letter>(first, unknown, submitted, paper),
        (order, start) => {
          let letter = start;
          const reached: string[] = [];
          for (const meaning of [...order, ...order]) {
            const effect = receiptEffect(letter, receipt(meaning), now, pauses);
            if (effect === 'contradicts') continue;
            for (const state of effect.states) {
              expect(state.version).toBe(letter.version + 1);
              letter = state;
              reached.push(`${state.state} ${'code' in state ? state.code : ''}`);
            }
          }
          expect(new Set(reached).size).toBe(reached.length);
        },
      ),
    );
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import type { ConsentDecision, ConsentState } from '#contracts/questions/consents.js';
import { consentFact } from './consent-fact.rules.js';
import type { Completeness, ConsentEntry, ConsentRecord } from './consent-record.js';
import { consentState, type ConsentMoment } from './consent-state.rules.js';
import { mayAnswer } from './may-answer.rules.js';

const day = (text: string) => Temporal.PlainDate.from(text);
const start = Temporal.Instant.from('2026-05-06T10:00:00Z');
/** Entries come a minute apart. */
const minute = (nth: number) => start.add({ minutes: nth });
const child = { birthDate: day('2011-06-10') };

type Step = [who: string, decision: ConsentDecision] | { custody: string[] };

/** A consent asked of `holders`, and what happened then. A step of `young` is the young person's own. */
function consent(holders: string[], steps: Step[], rest: Partial<ConsentRecord['request']> = {}): ConsentRecord {
  let holderIds = holders;
  const entries: ConsentEntry[] = [{ kind: 'requested', at: start, holderIds }];
  steps.forEach((step, nth) => {
    const at = minute(nth + 1);
    if ('custody' in step) {
      holderIds = step.custody;
      entries.push({ kind: 'custody', at, holderIds });
    } else {
      const [answererId, decision] = step;
      const as = answererId === 'young' ? 'young_person' : 'guardian';
      entries.push({ kind: 'answer', at, holderIds, answererId, as, decision, textVersion: 1, language: 'da' });
    }
  });
  return {
    entries,
    request: {
      consentId: 'c',
      consentNo: 1,
      childId: 'child',
      municipality: 'K1',
      type: 'pass_on_to_daycare',
      documentKinds: ['adbb_result'],
      sender: 'HV-1',
      receiver: 'DC-A',
      transitionId: null,
      validUntil: day('2026-12-31'),
      completeness: 'all',
      gdprBasis: '',
      confidentialityBasis: '',
      textVersion: 1,
      texts: [],
      byLetter: false,
      requestedAt: start,
      ...rest,
    },
  };
}

const moment = (holderIds: string[], today = '2026-05-06'): ConsentMoment => ({
  ...child,
  holderIds,
  today: day(today),
});
const both = ['G7', 'G8'];

describe('the state of a consent', () => {
  it.each<[string, Step[], string[], string, ConsentState, number]>([
    ['waits for everybody', [], both, '2026-05-06', 'pending', 2],
    ['waits for the other one', [['G7', 'granted']], both, '2026-05-06', 'pending', 1],
    ['is active when everybody has granted', grants(), both, '2026-05-06', 'active', 0],
    ['is expired on the day after', grants(), both, '2027-01-01', 'expired', 0],
    [
      'is declined by one',
      [
        ['G7', 'granted'],
        ['G8', 'declined'],
      ],
      both,
      '2026-05-06',
      'declined',
      0,
    ],
    ['is ended by one who withdraws', [...grants(), ['G8', 'withdrawn']], both, '2026-05-06', 'withdrawn', 0],
    ['stays withdrawn past its last day', [...grants(), ['G8', 'withdrawn']], both, '2027-01-01', 'withdrawn', 0],
    ['is complete with those who hold custody now', [['G7', 'granted']], ['G7'], '2026-05-06', 'active', 0],
    ['is incomplete with a new guardian', grants(), [...both, 'G9'], '2026-05-06', 'incomplete', 1],
    [
      'is complete again when the new one has granted',
      [...grants(), ['G9', 'granted']],
      [...both, 'G9'],
      '2026-05-06',
      'active',
      0,
    ],
    ['is nothing where nobody holds custody', grants(), [], '2026-05-06', 'incomplete', 0],
    [
      'does not take up a grant that lapsed with the custody',
      [...grants(), { custody: ['G7'] }, { custody: both }],
      both,
      '2026-05-06',
      'incomplete',
      1,
    ],
    ['is the guardians’ on the day before the 15th birthday', grants(), both, '2026-06-09', 'active', 0],
    ['is in review on the 15th birthday', grants(), both, '2026-06-10', 'in_review', 1],
    ['is in review, too, when it still waited', [['G7', 'granted']], both, '2026-06-10', 'in_review', 1],
    ['is the young person’s own after that', [...grants(), ['young', 'granted']], both, '2026-06-10', 'active', 0],
    ['rests on nobody’s custody then', [...grants(), ['young', 'granted']], [], '2026-06-10', 'active', 0],
    ['is ended by the young person alone', [...grants(), ['young', 'declined']], both, '2026-06-10', 'declined', 0],
  ])('%s', (_case, steps, holderIds, today, state, missing) => {
    expect(consentState(consent(both, steps), moment(holderIds, today))).toMatchObject({ state, missing });
  });

  it('of one that was asked of the young person waits, and is not in review', () => {
    const asked = consent(both, [], { requestedAt: Temporal.Instant.from('2026-06-10T08:00:00Z') });
    expect(consentState(asked, moment(both, '2026-06-11')).state).toBe('pending');
  });

  it.each<[string, Step[], string[], ConsentState]>([
    ['one grant is enough', [['G7', 'granted']], both, 'active'],
    ['one refusal ends nothing', [['G7', 'declined']], both, 'pending'],
    [
      'the other one may grant after a refusal',
      [
        ['G7', 'declined'],
        ['G8', 'granted'],
      ],
      both,
      'active',
    ],
    [
      'refused by everybody it is declined',
      [
        ['G7', 'declined'],
        ['G8', 'declined'],
      ],
      both,
      'declined',
    ],
    [
      'any one withdraws, also who did not grant',
      [
        ['G7', 'granted'],
        ['G8', 'withdrawn'],
      ],
      both,
      'withdrawn',
    ],
    ['the grant of somebody without custody counts for nothing', [['G7', 'granted']], ['G8'], 'incomplete'],
  ])('where any holder of custody will do: %s', (_case, steps, holderIds, state) => {
    const completeness: Completeness = 'any';
    expect(consentState(consent(both, steps, { completeness }), moment(holderIds)).state).toBe(state);
  });

  it('holds on its last day, and not on the day after', () => {
    const record = consent(both, grants(), { validUntil: day('2026-05-31') });
    expect(consentState(record, moment(both, '2026-05-31')).state).toBe('active');
    expect(consentState(record, moment(both, '2026-06-01')).state).toBe('expired');
  });

  it('tells when it was complete and when it ended', () => {
    const withdrawn = consent(both, [...grants(), ['G7', 'withdrawn']]);
    const standing = consentState(withdrawn, moment(both));
    expect([standing.completedAt, standing.endedAt].map(String)).toEqual([minute(2), minute(3)].map(String));
    const expired = consentState(consent(both, grants()), moment(both, '2027-02-01'));
    expect(String(expired.endedAt)).toBe('2026-12-31T23:00:00Z');
    const byCustody = consentState(consent(both, [['G7', 'granted'], { custody: ['G7'] }]), moment(['G7']));
    expect(String(byCustody.completedAt)).toBe(String(minute(2)));
  });
});

describe('what a consent is worth to its receiver', () => {
  const use = (record: ConsentRecord, rest: object = {}) =>
    consentFact(record, { ...moment(both), transitionId: null, ...rest }).fact;
  const t1 = '00000000-0000-4000-8000-000000000001';

  it.each<[string, string]>([
    [use(consent(both, grants())), 'active'],
    [use(consent(both, [...grants(), ['G7', 'withdrawn']]), { today: day('2027-01-01') }), 'withdrawn'],
    [use(consent(both, [['G7', 'declined']]), { today: day('2027-01-01') }), 'expired'],
    [use(consent(both, [['G7', 'declined']])), 'incomplete'],
    [use(consent(both, grants()), { transitionId: t1 }), 'other_transition'],
    [use(consent(both, grants(), { transitionId: t1 }), { transitionId: t1 }), 'active'],
    [use(consent(both, [['G7', 'granted']]), { transitionId: t1 }), 'other_transition'],
    [use(consent(both, grants()), { holderIds: null }), 'custody_unknown'],
    [use(consent(both, [...grants(), ['G7', 'withdrawn']]), { holderIds: null }), 'withdrawn'],
    [use(consent(both, [['young', 'granted']]), { holderIds: null, today: day('2026-06-10') }), 'active'],
    [use(consent(both, grants()), { today: day('2026-06-10') }), 'incomplete'],
  ])('%s is %s', (fact, expected) => {
    expect(fact).toBe(expected);
  });
});

const people = ['G7', 'G8', 'G9'];
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(fc.constantFrom(...people, 'young'), fc.constantFrom<ConsentDecision>('granted', 'declined', 'withdrawn')),
  fc.record({ custody: fc.subarray(people) }),
);
const anyDay = fc.constantFrom('2026-05-06', '2026-06-09', '2026-06-10', '2026-12-31', '2027-01-01');
const over: ConsentState[] = ['withdrawn', 'declined', 'expired'];

describe('whatever happens', () => {
  it('nothing that has ended comes back to life', () => {
    fc.assert(
      fc.property(
        fc.array(anyStep, { maxLength: 12 }),
        fc.nat(12),
        fc.tuple(anyDay, anyDay).map((days) => days.sort()),
        fc.subarray(people),
        fc.subarray(people),
        fc.constantFrom<Completeness>('all', 'any'),
        (steps, cut, [early, late], holdersThen, holdersNow, completeness) => {
          const before = consentState(
            consent(both, steps.slice(0, cut), { completeness }),
            moment(holdersThen, early),
          ).state;
          fc.pre(over.includes(before));
          const after = consentState(consent(both, steps, { completeness }), moment(holdersNow, late)).state;
          expect(over).toContain(after);
        },
      ),
    );
  });

  it('it is active only when everybody who holds custody now has granted and nobody ended it', () => {
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 12 }), fc.subarray(people), (steps, holders) => {
        if (consentState(consent(both, steps), moment(holders)).state !== 'active') return;
        const granted = (who: string) =>
          steps.some((step) => !('custody' in step) && step[0] === who && step[1] === 'granted');
        expect(holders.length).toBeGreaterThan(0);
        expect(holders.every(granted)).toBe(true);
        expect(steps.some((step) => !('custody' in step) && step[1] !== 'granted')).toBe(false);
      }),
      { numRuns: 3000 },
    );
  });

  it('tries that come in any order leave a history that its own order explains', () => {
    const tries = fc.array(
      fc.tuple(fc.constantFrom(...both), fc.constantFrom<ConsentDecision>('granted', 'declined', 'withdrawn')),
      { maxLength: 10 },
    );
    fc.assert(
      fc.property(tries, fc.constantFrom<Completeness>('all', 'any'), (inOrder, completeness) => {
        const taken: Step[] = [];
        const standing = (steps: Step[]) => consentState(consent(both, steps, { completeness }), moment(both));
        for (const [who, decision] of inOrder) {
          if (mayAnswer(standing(taken), who, 'guardian').includes(decision)) taken.push([who, decision]);
        }
        taken.forEach(([who, decision]: any, nth) => {
          expect(mayAnswer(standing(taken.slice(0, nth)), who, 'guardian')).toContain(decision);
        });
        const ending = taken.findIndex((_, nth) => standing(taken.slice(0, nth + 1)).endedAt !== null);
        if (ending >= 0) expect(ending).toBe(taken.length - 1);
        if (taken.some(([, decision]: any) => decision === 'withdrawn'))
          expect(standing(taken).state).toBe('withdrawn');
      }),
    );
  });
});

function grants(): Step[] {
  return [
    ['G7', 'granted'],
    ['G8', 'granted'],
  ];
}

import { describe, expect, it } from '@jest/globals';
import { eventCatalogue } from '#contracts/event-catalogue.js';
import { chainStartOf, chainStepOf } from './chain-step.rules.js';
import { chainView } from './chain.view.js';

const traceId = '0af7651916cd43dd8448eb211c80319c';
const traceparent = `00-${traceId}-b7ad6b7169203331-01`;
const start = {
  traceId,
  municipality: 'K1',
  receiptId: 'r',
  sourceSystem: 'NOVAX-K1',
  recordId: 'NVX-1',
  state: 'running',
} as const;

const seen = (type: string, time: string, extra: Record<string, unknown> = {}) => {
  const contract = eventCatalogue.find((candidate) => candidate.type === type);
  return {
    eventId: `${type}-${time}`,
    type,
    municipality: 'K1',
    time,
    traceparent,
    data: { ...(contract?.example as object), ...extra },
  };
};
const step = (type: string, time: string, extra?: Record<string, unknown>) => chainStepOf(seen(type, time, extra))!;

describe('a chain of steps', () => {
  it.each(eventCatalogue.map((contract) => [contract.type, contract] as const))(
    '%s becomes a step without the child or the guardian',
    (type, contract) => {
      const text = JSON.stringify(step(type, '2026-05-06T10:00:00Z'));
      const data = contract.example as Record<string, unknown>;
      for (const id of [data['childId'], data['guardianId']].filter(Boolean)) expect(text).not.toContain(id);
    },
  );

  it.each([
    ['a letter', 'letter.delivered.v1', { tries: 3 }, 3],
    ['a parked event', 'message.parked.v1', { attempts: 4 }, 4],
    ['a dead letter', 'message.dead_lettered.v1', { attempts: 10 }, 10],
    ['an event that was tried for years', 'message.dead_lettered.v1', { attempts: 200_000 }, 32_767],
    ['a step that does not tell', 'portal.document.shared.v1', {}, null],
  ])('says how often %s was tried', (_, type, told, tries) => {
    expect(step(type, '2026-05-06T10:00:00Z', told).tries).toBe(tries);
  });

  it('gives no step for an event without a trace', () => {
    expect(chainStepOf({ ...seen('custody.changed.v1', '2026-05-06T10:00:00Z'), traceparent: null })).toBeNull();
    expect(
      chainStartOf({ ...seen('journal.entry.received.v1', '2026-05-06T10:00:00Z'), traceparent: null }),
    ).toBeNull();
  });

  it('is in order of time, then of the main job, with times counted from the entry', () => {
    const view = chainView(
      start,
      [
        step('screening.level.changed.v1', '2026-05-06T10:00:01Z'),
        step('screening.result.recorded.v1', '2026-05-06T10:00:01Z'),
        step('journal.entry.received.v1', '2026-05-06T10:00:00Z'),
      ],
      [],
    );
    expect(view.steps.map((each) => [each.name, each.elapsedMs])).toEqual([
      ['journal.entry.received', 0],
      ['screening.result.recorded', 1000],
      ['screening.level.changed', 1000],
    ]);
    expect(view).toMatchObject({ totalMs: 1000, state: 'running' });
  });
});

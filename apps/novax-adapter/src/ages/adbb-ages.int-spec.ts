import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { screeningRulesSetV1 } from '#contracts/events/screening-rules-set.js';
import { eventually } from '#testing/eventually.js';
import { novaxJson } from '../novax/novax-messages.fixture.js';
import { journal, RunningAdapter } from '../running-adapter.fixture.js';

describe('the ages for ADBB', () => {
  let adapter: RunningAdapter;
  let nth = 0;

  beforeAll(async () => {
    adapter = await RunningAdapter.start('adbb_ages', '2026-05-20T10:00:00Z');
    for (const municipality of ['K1', 'K2']) adapter.consent.register('640326-4012', municipality);
  });

  afterAll(() => adapter.close());

  /** As screening does when a municipality has set its rules. */
  async function set(version: number, minAgeDays: number): Promise<void> {
    const { broker, topicPrefix } = adapter.broker;
    const data = { municipality: 'K1', version, minAgeDays, maxAgeMonths: 24 };
    const headers = {
      'content-type': 'application/json',
      ce_specversion: '1.0',
      ce_id: randomUUID(),
      ce_source: '/trivselshub/screening',
      ce_type: screeningRulesSetV1.type,
      ce_time: '2026-05-20T10:00:00Z',
      ce_partitionkey: 'K1',
      ce_municipality: 'K1',
      ce_dataschema: screeningRulesSetV1.dataSchema,
      ce_recordedtime: new Date().toISOString(),
    };
    const topic = `${topicPrefix}${screeningRulesSetV1.topic}`;
    await broker.send([{ topic, key: 'K1', value: JSON.stringify(data), headers }]);
  }

  /** A result of a child of 63 days. */
  async function codeOfResult(clientId = 'novax-k1'): Promise<string> {
    const body = novaxJson({ recordId: `NVX-${(nth += 1)}` });
    const answer = await adapter.send('/novax/results', body, 'application/json', { as: journal(clientId) });
    return answer.status === 201 ? 'taken' : String((answer.body as { code: string }).code);
  }

  it('are those that the municipality has set, from the moment in which it is heard, and its own alone', async () => {
    expect(await codeOfResult()).toBe('taken');
    await set(2, 64);
    await eventually(async () => expect(await codeOfResult()).toBe('AGE_OUT_OF_RANGE'));
    expect(await codeOfResult('novax-k2')).toBe('taken');
  });

  it('stay those of the highest version when an earlier one is heard of later', async () => {
    await set(4, 60);
    await eventually(async () => expect(await codeOfResult()).toBe('taken'));
    await set(3, 64);
    await eventually(async () => expect(await adapter.rows('select from inbox')).toHaveLength(3));
    expect(await adapter.rows('select rule_version, min_days from adbb_ages')).toEqual([
      { rule_version: 4, min_days: 60 },
    ]);
  });

  it('are known to another instance from its start', async () => {
    await set(5, 64);
    await eventually(async () => expect(await codeOfResult()).toBe('AGE_OUT_OF_RANGE'));
    const at = await adapter.another();
    const answer = await adapter.send('/novax/results', novaxJson({ recordId: 'NVX-late' }), 'application/json', {
      at,
    });
    expect(answer.body).toMatchObject({ code: 'AGE_OUT_OF_RANGE' });
  });
});

import { describe, expect, it } from '@jest/globals';
import { createLog } from './log.js';
import { redactCpr } from './redact-cpr.js';
import type { LogFields } from './log-fields.js';

function written(work: (log: ReturnType<typeof createLog>) => void): Record<string, unknown> {
  let text = '';
  work(createLog({ write: (line) => (text += line) }, 'debug', 'test'));
  return JSON.parse(text) as Record<string, unknown>;
}

describe('the log', () => {
  it('writes one JSON line with level, service, time, text and fields apart', () => {
    const line = written((log) => log.info('Stored an entry', { receiptId: 'r1', count: 3 }));
    expect(line).toMatchObject({ level: 'info', service: 'test', msg: 'Stored an entry', receiptId: 'r1', count: 3 });
    expect(line['time']).toMatch(/Z$/);
  });

  it('replaces what has the shape of a CPR number in any field', () => {
    const line = written((log) =>
      log.info('x', { receiptId: '610190-1234', offset: 6101901234, place: 'a/6101901234/b' }),
    );
    expect(JSON.stringify(line)).not.toContain('1901234');
    expect(JSON.stringify(line)).not.toContain('1234');
  });

  it('writes no text in a field: only what looks like an id or a code', () => {
    const line = written((log) => log.info('x', { code: 'Ane Testsen er ikke glad' }));
    expect(line['code']).toBe('[text]');
  });

  it("tells an error's class, code and place, never its message", () => {
    const error = Object.assign(new TypeError('Ane 610190-1234'), { code: '23505', constraint: 'child_cpr_key' });
    const line = written((log) => log.error('It failed', {}, error));
    expect(line).toMatchObject({ errorName: 'TypeError', errorCode: '23505', constraint: 'child_cpr_key' });
    expect(String(line['stack'])).toContain('log.spec');
    expect(JSON.stringify(line)).not.toMatch(/Ane|1234/);
  });

  it("tells the name that the broker's protocol has for an error, also of a cause", () => {
    const refused = Object.assign(new Error('hub.things.v1'), { type: 'NOT_COORDINATOR_FOR_GROUP', code: 16 });
    const line = written((log) => log.warn('It failed', {}, new Error('retries', { cause: refused })));
    expect(line).toMatchObject({ causeCode: 'NOT_COORDINATOR_FOR_GROUP' });
  });

  it('takes neither a text made at run time nor a field outside the list', () => {
    const name = 'Ane' as string;
    const compiles = () =>
      written((log) => {
        // @ts-expect-error a string put together at run time could hold a name
        log.info(`Hello ${name}`);
        // @ts-expect-error not in the list of fields
        const fields: LogFields = { name };
        return fields;
      });
    expect(compiles).toBeDefined();
  });
});

describe('replacing CPR numbers', () => {
  it.each([
    ['child 2902249996 here', 'child *** here'],
    ['6101901234', '***'],
    ['610190-1234,', '***,'],
    ['610190 1234', '***'],
    ['9112991234', '***'],
  ])('in %s', (text, expected) => expect(redactCpr(text)).toBe(expected));

  it.each(['1795389522', '3213991234', '29022499965', '7f2902249996ab', '11111111-1111-4111-8111-111111111111', 'x'])(
    'leaves %s alone',
    (text) => expect(redactCpr(text)).toBe(text),
  );
});

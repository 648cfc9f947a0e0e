import { describe, expect, it } from '@jest/globals';
import { readKombiReply } from './kombi-reply.js';
import { outcomeOfLineError, sendOutcome } from './send-outcome.rules.js';

const answer = (inner: string) => `<?xml version="1.0"?><k:kombi_response xmlns:k="urn:k">${inner}</k:kombi_response>`;
const refused = (id: string) =>
  answer(`<k:Result>false</k:Result><k:FejlId>${id}</k:FejlId><k:FejlTekst>Om 690292-1112</k:FejlTekst>`);
const taken = answer('<Result>true</Result><TransmissionID>t-1</TransmissionID>');

describe('what the answer to a send means', () => {
  const cases: [what: string, status: number, body: string, outcome: object][] = [
    ['taken', 200, taken, { kind: 'accepted', transmissionId: 't-1' }],
    [
      'taken as paper, without a transmission id',
      200,
      answer('<Result>true</Result>'),
      { kind: 'accepted', transmissionId: null },
    ],
    ['our own message id again', 400, refused('DUPLICATE_MESSAGE_UUID'), { kind: 'accepted' }],
    ['recipient unknown', 200, refused('RECIPIENT_UNKNOWN'), { kind: 'refused', code: 'RECIPIENT_UNKNOWN' }],
    [
      'recipient unknown with a status of its own',
      422,
      refused('RECIPIENT_UNKNOWN'),
      { kind: 'refused', code: 'RECIPIENT_UNKNOWN' },
    ],
    ['exempt since the look-up', 400, refused('NOT_ALLOWED'), { kind: 'refused', code: 'RECIPIENT_NOT_ALLOWED' }],
    ['invalid', 400, refused('INVALID'), { kind: 'refused', code: 'MEMO_INVALID' }],
    ['400 without words', 400, '', { kind: 'refused', code: 'MEMO_INVALID' }],
    ['too large', 413, '', { kind: 'refused', code: 'MEMO_INVALID' }],
    ['an error id nobody knows', 200, refused('E-17'), { kind: 'refused', code: 'CHANNEL_REFUSED' }],
    ['temporary', 503, refused('TEMPORARY'), { kind: 'refused_for_now', code: 'CHANNEL_UNAVAILABLE' }],
    ['503 of a proxy that may have handed it on', 503, '<html>', { kind: 'lost', code: 'CHANNEL_UNAVAILABLE' }],
    ['429 without words', 429, '', { kind: 'lost', code: 'CHANNEL_BUSY' }],
    ['429 that says it was not taken', 429, refused('BUSY'), { kind: 'refused_for_now', code: 'CHANNEL_BUSY' }],
    ['500 that says it was not taken', 500, refused('E-99'), { kind: 'refused_for_now', code: 'CHANNEL_ERROR' }],
    ['500 that says nothing', 500, '<html>', { kind: 'lost', code: 'CHANNEL_ERROR' }],
    ['502 of a proxy', 502, 'Bad gateway', { kind: 'lost', code: 'CHANNEL_ERROR' }],
    ['500 although taken', 500, taken, { kind: 'accepted' }],
    ['200 that cannot be read', 200, 'OK', { kind: 'lost', code: 'ANSWER_UNREADABLE' }],
    ['200 cut short', 200, taken.slice(0, 60), { kind: 'lost', code: 'ANSWER_UNREADABLE' }],
    ['a document type in the answer', 200, `<!DOCTYPE x []>${taken}`, { kind: 'lost', code: 'ANSWER_UNREADABLE' }],
    ['a token refused twice', 401, '', { kind: 'refused_for_now', code: 'CHANNEL_FORBIDDEN' }],
    [
      'no agreement for the sender',
      403,
      refused('SENDER_NOT_ALLOWED'),
      { kind: 'refused_for_now', code: 'CHANNEL_FORBIDDEN' },
    ],
  ];
  it.each(cases)('%s', (_what, status, body, outcome) => {
    expect(sendOutcome({ status, retryAfterSeconds: null, reply: readKombiReply(body) })).toMatchObject(outcome);
  });

  it.each([429, 503])('a %d that says when to come again was not taken, and keeps that pause', (status) => {
    const outcome = sendOutcome({ status, retryAfterSeconds: 90, reply: null });
    expect(outcome).toMatchObject({ kind: 'refused_for_now' });
    expect('retryAfter' in outcome && outcome.retryAfter?.total('seconds')).toBe(90);
  });
});

describe('what an error of the line means', () => {
  const failed = (code: string) => new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code }) });

  it.each(['ECONNREFUSED', 'ENOTFOUND', 'UND_ERR_CONNECT_TIMEOUT'])('%s: it never left the house', (code) => {
    expect(outcomeOfLineError(failed(code))).toEqual({ kind: 'refused_for_now', code: 'CHANNEL_UNREACHABLE' });
  });

  it.each([failed('ECONNRESET'), failed('UND_ERR_SOCKET'), new DOMException('x', 'TimeoutError'), new Error('x'), 'x'])(
    'anything else: nobody knows',
    (error) => {
      expect(outcomeOfLineError(error)).toEqual({ kind: 'lost', code: 'ANSWER_LOST' });
    },
  );

  it('reads through the several addresses of one host', () => {
    const several = new TypeError('fetch failed', {
      cause: new AggregateError([Object.assign(new Error('x'), { code: 'ECONNREFUSED' })]),
    });
    expect(outcomeOfLineError(several)).toMatchObject({ kind: 'refused_for_now' });
  });
});

import { describe, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import { readAnswer } from './report-answer.js';

const receipt = (receivedAt: string) => JSON.stringify({ receiptId: 'r-1', receivedAt, warnings: [] });
const answered = (status: number, text: string, location: string | null = null) => ({
  status,
  text,
  location,
  sentAt: Temporal.Instant.from('2026-05-06T10:00:00.500Z'),
});

describe('What a person reads of an answer to a report', () => {
  it('tells a report that was taken now from one that the hub knew already', () => {
    expect(readAnswer(answered(201, receipt('2026-05-06T10:00:00.512Z')))).toEqual({
      outcome: 'taken',
      line: 'receipt r-1',
    });
    expect(readAnswer(answered(201, receipt('2026-05-06T09:00:00Z')))).toEqual({
      outcome: 'known',
      line: 'receipt r-1',
    });
    const some = `{"receipts":[${receipt('2026-05-06T09:00:00Z')},${receipt('2026-05-06T10:00:01Z')}]}`;
    expect(readAnswer(answered(201, some)).outcome).toBe('taken');
  });

  it('gives title, place, cure and the receipt of a refusal, of a problem document and of an OperationOutcome', () => {
    const problem = { code: 'SCORE_MISMATCH', title: 'The total is wrong', place: 'total', cure: 'Correct it.' };
    const line = 'SCORE_MISMATCH - The total is wrong - total - Correct it.; receipt r-2';
    expect(readAnswer(answered(422, JSON.stringify(problem), '/receipts/r-2'))).toEqual({ outcome: 'refused', line });
    const { code, title, place, cure } = problem;
    const outcome = {
      resourceType: 'OperationOutcome',
      issue: [{ details: { coding: [{ code, display: title }] }, diagnostics: cure, expression: [place] }],
    };
    expect(readAnswer(answered(422, JSON.stringify(outcome), '/receipts/r-2')).line).toBe(line);
  });

  it('reads a problem without a place, and an answer that is neither', () => {
    const problem = JSON.stringify({ code: 'FORBIDDEN', title: 'Not allowed', place: null, cure: 'Ask.' });
    expect(readAnswer(answered(403, problem)).line).toBe('FORBIDDEN - Not allowed - Ask.');
    expect(readAnswer(answered(502, 'bad gateway')).line).toBe('bad gateway');
    expect(readAnswer(answered(502, '')).line).toBe('status 502');
  });
});

import { describe, expect, it } from '@jest/globals';
import { ToldCourses } from './told-courses.js';

/** Hears events about one child, one after the other in one partition. */
function courses(id: string, names: readonly string[]): ToldCourses {
  const told = new ToldCourses();
  for (const [offset, name] of names.entries()) {
    told.hear('child', name, { [id]: 'T1' }, { partition: 0, offset, publishedAt: 7 });
  }
  return told;
}

const wordsOf = (text: string): string[] => text.split(' ').filter((word) => word !== '');

describe('the order of what is told of a consent', () => {
  const order = (text: string) =>
    courses(
      'consentId',
      wordsOf(text).map((word) => `consent.${word}`),
    ).outOfOrder();

  it.each([
    'requested',
    'requested granted granted completed withdrawn',
    'requested granted completed granted withdrawn',
    'requested granted withdrawn',
    'requested declined',
    'requested declined granted completed',
    'requested granted requested granted completed',
    'requested granted completed requested declined',
    'requested granted completed granted completed withdrawn',
  ])('may be: %s', (text) => {
    expect(order(text)).toEqual([]);
  });

  it.each([
    ['granted requested', 'granted after nothing'],
    ['requested withdrawn granted', 'withdrawn after consent.requested'],
    ['requested completed granted', 'completed after consent.requested'],
    ['requested granted withdrawn granted completed', 'granted after consent.withdrawn'],
    ['requested granted granted withdrawn completed', 'completed after consent.withdrawn'],
    ['requested granted withdrawn requested', 'requested after consent.withdrawn'],
  ])('cannot be: %s', (text, wrong) => {
    expect(order(text)).toEqual([`consentId T1: consent.${wrong}`]);
  });
});

describe('the order of what is told of a letter', () => {
  const namesOf = (text: string) =>
    wordsOf(text).map((word) => (word === 'reply' ? 'letter.reply.received' : `letter.${word}`));
  const order = (text: string) => courses('letterId', namesOf(text)).outOfOrder();

  it.each([
    'requested submitted delivered',
    'requested reply submitted reply delivered reply',
    'requested unknown submitted delivered',
    'requested unknown unknown failed delivered',
    'requested unknown cancelled',
    'requested failed',
    'requested submitted failed delivered failed',
    'requested submitted cancelled',
    'requested cancelled requested submitted delivered',
  ])('may be: %s', (text) => {
    expect(order(text)).toEqual([]);
  });

  it.each([
    ['submitted requested delivered', 'submitted after nothing'],
    ['requested delivered submitted', 'delivered after letter.requested'],
    ['requested submitted delivered submitted', 'submitted after letter.delivered'],
    ['requested submitted unknown', 'unknown after letter.submitted'],
    ['requested cancelled submitted', 'submitted after letter.cancelled'],
    ['requested submitted delivered cancelled', 'cancelled after letter.delivered'],
    ['reply requested', 'reply.received after nothing'],
  ])('cannot be: %s', (text, wrong) => {
    expect(order(text)).toEqual([`letterId T1: letter.${wrong}`]);
  });

  it('is one for each child when the letter goes out for another one, which may come in the middle', () => {
    const told = courses('letterId', ['letter.requested', 'letter.submitted']);
    told.hear('sibling', 'letter.delivered', { letterId: 'T1' }, { partition: 1, offset: 0, publishedAt: 8 });
    expect(told.outOfOrder()).toEqual([]);
    told.hear('child', 'letter.requested', { letterId: 'T1' }, { partition: 0, offset: 9, publishedAt: 9 });
    expect(told.outOfOrder()).toEqual(['letterId T1: letter.requested after letter.submitted']);
  });
});

describe('the order of what is told of a request for information', () => {
  it('begins with the question', () => {
    const [asked, answered] = ['information.requested', 'information.request.answered'] as const;
    expect(courses('informationRequestId', [asked, answered]).outOfOrder()).toEqual([]);
    expect(courses('informationRequestId', [answered, asked]).outOfOrder()).toHaveLength(1);
  });
});

describe('the order of publishing', () => {
  const data = { consentId: 'C1' };

  it('is told by the time, whichever partition is read first', () => {
    const told = new ToldCourses();
    told.hear('child', 'consent.granted', data, { partition: 6, offset: 0, publishedAt: 2 });
    told.hear('child', 'consent.requested', data, { partition: 1, offset: 80, publishedAt: 1 });
    expect(told.outOfOrder()).toEqual([]);
  });

  it('is that of the offsets within a partition, whatever the clocks say', () => {
    const told = new ToldCourses();
    told.hear('child', 'consent.granted', data, { partition: 1, offset: 80, publishedAt: 2 });
    told.hear('child', 'consent.requested', data, { partition: 1, offset: 81, publishedAt: 1 });
    expect(told.outOfOrder()).toEqual(['consentId C1: consent.granted after nothing']);
  });

  it('is not watched for other events', () => {
    expect(ToldCourses.watches('child.registered')).toBe(false);
    expect(ToldCourses.watches('letter.delivered')).toBe(true);
  });
});

import { describe, expect, it } from '@jest/globals';
import { partitionPassedOver } from './partition-passed-over.js';

const to = (topic: string, partition?: number) => ({
  topic,
  key: 'a',
  headers: {},
  value: '',
  ...(partition !== undefined && { partition }),
});
const of = (topicName: string, partition: number) => ({ topicName, partition });

describe('What a client says it has sent', () => {
  it.each([
    ['every partition was answered for', [to('a', 0), to('a', 1)], [of('a', 1), of('a', 0)], null],
    ['a partition has several messages', [to('a', 0), to('a', 0)], [of('a', 0)], null],
    ['it was sent twice', [to('a', 0)], [of('a', 0), of('a', 0)], null],
    ['the leader of one moved to a node that had answered', [to('a', 0), to('a', 1)], [of('a', 0)], 'a/1'],
    ['only the same partition of another topic was answered for', [to('a', 0), to('b', 0)], [of('a', 0)], 'b/0'],
    ['nobody chose a partition', [to('a')], [of('a', 3)], null],
  ])('is believed only where %s', (_, request, answers, passedOver) => {
    expect(partitionPassedOver(request, answers)).toBe(passedOver);
  });
});

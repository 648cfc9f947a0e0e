import { describe, expect, it } from '@jest/globals';
import type { PartitionReach, ReceivedBatch } from './broker/broker.js';
import { FENCE_HEADER } from './fence.rules.js';
import { FenceKeeper } from './fence-keeper.js';

const reached = (...passed: number[]): PartitionReach[] => passed.map((one) => ({ start: 0, end: 100, passed: one }));

function keeper(state: { reach: PartitionReach[] | null }, askEveryMs = 0) {
  const handled: number[] = [];
  let asked = 0;
  const broker = {
    async reach() {
      asked += 1;
      if (!state.reach) throw new Error('no broker');
      return state.reach;
    },
  };
  const made = new FenceKeeper(
    broker,
    'hub.screening',
    async ({ messages }) => {
      handled.push(...messages.map(({ offset }) => offset));
      return messages.at(-1)!.offset + 1;
    },
    askEveryMs,
  );
  return { receive: (batch: ReceivedBatch) => made.receive(batch), handled, asked: () => asked };
}

/** Offsets of one partition, with the fence that stands at some of them. */
function batch(partition: number, offsets: number[], fences: Record<number, string> = {}): ReceivedBatch {
  const messages = offsets.map((offset) => {
    const headers: Record<string, string> = fences[offset] === undefined ? {} : { [FENCE_HEADER]: fences[offset] };
    return { offset, key: 'a', headers, value: null, timestamp: 0 };
  });
  return { topic: 'hub.journal.v1', partition, messages, signal: new AbortController().signal };
}

describe('a partition whose events come behind a fence', () => {
  it('goes on to the fence, waits there, and goes on when the group has handled what lies before', async () => {
    const state = { reach: reached(10, 4, 0) };
    const { receive, handled } = keeper(state);
    expect(await receive(batch(0, [8, 9, 10, 11], { 10: '10,5' }))).toBe(10);
    expect(await receive(batch(0, [10, 11], { 10: '10,5' }))).toBe(10);
    expect(handled).toEqual([8, 9]);
    state.reach = reached(10, 5, 0);
    expect(await receive(batch(0, [10, 11], { 10: '10,5' }))).toBe(12);
    expect(handled).toEqual([8, 9, 10, 11]);
  });

  it('has passed what is not kept any more between the last event and the fence', async () => {
    const { receive, handled } = keeper({ reach: reached(7, 5) });
    expect(await receive(batch(0, [6, 12], { 12: '10,5' }))).toBe(12);
    expect(handled).toEqual([6]);
  });

  it('says no more than the receiver has settled before it', async () => {
    const unsettled = new FenceKeeper({ reach: async () => reached(8, 5) }, 'hub.screening', async () => 9);
    expect(await unsettled.receive(batch(0, [8, 9, 12], { 12: '10,5' }))).toBe(9);
  });

  it('asks once for a fence that stands in every partition', async () => {
    const { receive, handled, asked } = keeper({ reach: reached(10, 5, 0) });
    for (const partition of [0, 1, 2]) await receive(batch(partition, [20, 21], { 20: '10,5' }));
    expect(handled).toHaveLength(6);
    expect(asked()).toBe(1);
  });

  it('asks now and then for all partitions that wait', async () => {
    const { receive, asked } = keeper({ reach: reached(10, 4, 0, 0) }, 60_000);
    for (const partition of [2, 3, 2, 3]) await receive(batch(partition, [0], { 0: '10,5' }));
    expect(asked()).toBe(1);
  });

  it('waits while the broker does not answer', async () => {
    const { receive, handled } = keeper({ reach: null });
    expect(await receive(batch(2, [0], { 0: '10,5' }))).toBe(0);
    expect(handled).toEqual([]);
  });

  it('stops at each of two fences', async () => {
    const state = { reach: reached(10, 5, 2, 0) };
    const { receive, handled } = keeper(state);
    expect(await receive(batch(2, [0, 1, 2], { 0: '10,5', 2: '12,5,2' }))).toBe(2);
    expect(await receive(batch(2, [2], { 2: '12,5,2' }))).toBe(2);
    state.reach = reached(12, 5, 2, 0);
    expect(await receive(batch(2, [2], { 2: '12,5,2' }))).toBe(3);
    expect(handled).toEqual([0, 1, 2]);
  });

  it('does not wait for a topic that has been made anew', async () => {
    const { receive, handled } = keeper({ reach: reached(0, 0) });
    expect(await receive(batch(0, [3], { 3: '10,5' }))).toBe(4);
    expect(handled).toEqual([3]);
  });
});

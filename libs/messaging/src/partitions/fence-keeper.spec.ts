import { describe, expect, it } from '@jest/globals';
import type { PartitionProgress, ReceivedBatch } from '../broker/broker.js';
import { FENCE_HEADER } from './fence.rules.js';
import { FenceKeeper } from './fence-keeper.js';

const GROUP = 'hub.screening';
const TOPIC = 'hub.journal.v1';
const reached = (...offsets: number[]): PartitionProgress[] =>
  offsets.map((passed, partition) => ({ topic: TOPIC, partition, passed, behind: 100 - passed }));

function keeper(state: { progress: PartitionProgress[] | null }, askEveryMs = 0) {
  const handled: number[] = [];
  let asked = 0;
  const broker = {
    async progress() {
      asked += 1;
      if (!state.progress) throw new Error('no broker');
      return new Map([[GROUP, state.progress]]);
    },
  };
  const made = new FenceKeeper(
    broker,
    GROUP,
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
  return { topic: TOPIC, partition, messages, signal: new AbortController().signal };
}

describe('a partition whose events come behind a fence', () => {
  it('goes on to the fence, waits there, and goes on when the group has handled what lies before', async () => {
    const state = { progress: reached(10, 4, 0) };
    const { receive, handled } = keeper(state);
    expect(await receive(batch(0, [8, 9, 10, 11], { 10: '10,5' }))).toBe(10);
    expect(await receive(batch(0, [10, 11], { 10: '10,5' }))).toBe(10);
    expect(handled).toEqual([8, 9]);
    state.progress = reached(10, 5, 0);
    expect(await receive(batch(0, [10, 11], { 10: '10,5' }))).toBe(12);
    expect(handled).toEqual([8, 9, 10, 11]);
  });

  it('has passed what is not kept any more between the last event and the fence', async () => {
    const { receive, handled } = keeper({ progress: reached(7, 5) });
    expect(await receive(batch(0, [6, 12], { 12: '10,5' }))).toBe(12);
    expect(handled).toEqual([6]);
  });

  it('says no more than the receiver has settled before it', async () => {
    const unsettled = new FenceKeeper(
      { progress: async () => new Map([[GROUP, reached(8, 5)]]) },
      GROUP,
      async () => 9,
    );
    expect(await unsettled.receive(batch(0, [8, 9, 12], { 12: '10,5' }))).toBe(9);
  });

  it('asks once for a fence that stands in every partition', async () => {
    const { receive, handled, asked } = keeper({ progress: reached(10, 5, 0) });
    for (const partition of [0, 1, 2]) await receive(batch(partition, [20, 21], { 20: '10,5' }));
    expect(handled).toHaveLength(6);
    expect(asked()).toBe(1);
  });

  it('asks now and then for all partitions that wait', async () => {
    const { receive, asked } = keeper({ progress: reached(10, 4, 0, 0) }, 60_000);
    for (const partition of [2, 3, 2, 3]) await receive(batch(partition, [0], { 0: '10,5' }));
    expect(asked()).toBe(1);
  });

  it('waits while the broker does not answer', async () => {
    const { receive, handled } = keeper({ progress: null });
    expect(await receive(batch(2, [0], { 0: '10,5' }))).toBe(0);
    expect(handled).toEqual([]);
  });

  it('stops at each of two fences', async () => {
    const state = { progress: reached(10, 5, 2, 0) };
    const { receive, handled } = keeper(state);
    expect(await receive(batch(2, [0, 1, 2], { 0: '10,5', 2: '12,5,2' }))).toBe(2);
    expect(await receive(batch(2, [2], { 2: '12,5,2' }))).toBe(2);
    state.progress = reached(12, 5, 2, 0);
    expect(await receive(batch(2, [2], { 2: '12,5,2' }))).toBe(3);
    expect(handled).toEqual([0, 1, 2]);
  });

  it('does not wait for a topic that has been made anew', async () => {
    const { receive, handled } = keeper({ progress: reached(0, 0) });
    expect(await receive(batch(0, [3], { 3: '10,5' }))).toBe(4);
    expect(handled).toEqual([3]);
  });
});

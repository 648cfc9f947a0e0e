import type { PartitionProgress } from '../broker/broker.js';

/** On the first event to each partition after the number of partitions changed. */
export const FENCE_HEADER = 'hub_fence';

/** Where each partition ended, in order: `120,98,0`. */
export const writtenFence = (ends: readonly number[]): string => ends.join(',');

/** Null for what is no fence. */
export function readFence(written: string | undefined): readonly number[] | null {
  return written !== undefined && /^\d{1,15}(,\d{1,15})*$/.test(written) ? written.split(',').map(Number) : null;
}

/**
 * Whether a fence at this place can mean what it says: it lies behind the end that it names for its own partition. One that does not was
 * written for a topic that has been made anew since; kept, such fences could wait for each other.
 */
export function fenceStands(ends: readonly number[], partition: number, offset: number): boolean {
  return offset >= (ends[partition] ?? 0);
}

/** Whether nothing before the fence is still to be handled. What the broker no longer keeps, or has lost, is not waited for. */
export function fenceIsPassed(
  ends: readonly number[],
  progress: readonly Pick<PartitionProgress, 'partition' | 'passed' | 'behind'>[],
): boolean {
  return progress.every(({ partition, passed, behind }) => {
    const fence = ends[partition] ?? 0;
    return passed >= fence || passed + behind < fence;
  });
}

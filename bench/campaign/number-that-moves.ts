import { placeOf } from '#messaging/broker/kafkajs-partitions.js';

/** Children that must have new partitions, so that what happens there is seen. */
const MOVED = 2;

/** The least number of partitions, some more than there are, under which the events of some of these children go to new ones. */
export function numberThatMoves(childIds: readonly string[], before: number): number {
  const moved = (number: number) => childIds.filter((childId) => placeOf(childId, number) >= before).length;
  for (let number = before + 3; number <= 10 * before; number += 1) if (moved(number) >= MOVED) return number;
  throw new Error(`No number of partitions gives ${MOVED} of ${childIds.length} children new ones`);
}

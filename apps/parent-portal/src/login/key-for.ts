import type { RepeatableWrite } from '#service/repeatable-write.js';

/**
 * The key under which the portal repeats a caller's write at another service, as a UUID (version 8). It follows from caller and
 * key, so that two people who happen to send the same key are not taken for one.
 */
export function keyFor({ id }: Pick<RepeatableWrite, 'id'>): string {
  return `${id.slice(0, 8)}-${id.slice(8, 12)}-8${id.slice(13, 16)}-8${id.slice(17, 20)}-${id.slice(20, 32)}`;
}

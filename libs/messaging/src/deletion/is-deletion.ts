import { childDeletedV1 } from '#contracts/events/child-deleted.js';
import type { Delivery } from '../events/delivery.js';

/** Whether the event tells that its key, a child, was deleted. */
export const isDeletion = ({ type }: Pick<Delivery, 'type'>): boolean => type === childDeletedV1.type;

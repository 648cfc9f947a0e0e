import { createHmac, type KeyObject } from 'node:crypto';
import type { Cpr } from '#contracts/cpr.js';

/** HMAC-SHA256 of the ten digits, as hex: lets two services compare a CPR number without either of them storing it. */
export function cprHash(cpr: Cpr, key: KeyObject): string {
  return createHmac('sha256', key).update(cpr.reveal()).digest('hex');
}

import { CPR_SHAPE } from './cpr-shape.js';

const CPR_SHAPED = new RegExp(CPR_SHAPE, 'g');

/** Replaces everything that could be a CPR number by `***`. The last net under the types that keep people out of the log. */
export function redactCpr(text: string): string {
  return text.length < 10 ? text : text.replace(CPR_SHAPED, '***');
}

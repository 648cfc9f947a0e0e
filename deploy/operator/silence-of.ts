import { DoorRefusal } from '../local/door.js';
import { ServiceSilent } from './service-silent.js';

/** Why a service could not answer: a code such as ECONNREFUSED, or the status of its failure, which may pass. Null for anything else. */
export function silenceOf(error: unknown): string | null {
  if (error instanceof ServiceSilent) return error.why;
  return error instanceof DoorRefusal && error.status >= 500 ? String(error.status) : null;
}

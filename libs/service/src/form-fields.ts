import { RefusalError } from '#contracts/refusal-error.js';
import { readUtf8 } from './read-utf8.js';

/** The fields of a form as they were sent, each once; a field that stands twice is refused, and so is what is not UTF-8. */
export function formFields(body: Uint8Array): Record<string, string> {
  const fields = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(readUtf8(body))) {
    if (fields.has(name)) throw new RefusalError('SHAPE_INVALID', { place: 'form' });
    // Browsers send line ends as CRLF.
    fields.set(name, value.replaceAll('\r\n', '\n'));
  }
  return Object.fromEntries(fields);
}

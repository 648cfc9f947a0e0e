import { z } from 'zod';
import { RefusalError } from './refusal-error.js';

/** What a name of the hub's own looks like: no number of a person can stand in it. */
const LIKE_A_NAME = /^[A-Za-z][A-Za-z-]{0,39}$/;

/**
 * The refusal of a value that breaks its schema. The place is a JSON pointer below `body`, `query` or `path`. Names that the sender made up
 * are not repeated, but for those in a query that look like one of ours: a filter that was mistyped is told by its name. A rule of ours may say how
 * to mend it.
 */
export function shapeRefusal(schema: z.ZodType, error: z.ZodError, where: 'body' | 'query' | 'path'): RefusalError {
  const issue = error.issues[0]!;
  const place = [where, ...issue.path.map(String)].join('/');
  if (where === 'query' && issue.code === 'unrecognized_keys' && schema instanceof z.ZodObject) {
    const named = issue.keys.filter((key) => LIKE_A_NAME.test(key));
    return new RefusalError('SHAPE_INVALID', {
      place,
      detail: `This door does not know ${named.length > 0 ? named.join(', ') : 'a part of the query'}.`,
      cure: `Ask with: ${Object.keys(schema.shape).join(', ') || 'nothing'}.`,
    });
  }
  const cure: string | undefined = issue.code === 'custom' ? issue.params?.['cure'] : undefined;
  return new RefusalError('SHAPE_INVALID', { place, cure, detail: `The value breaks the rule ${issue.code}.` });
}

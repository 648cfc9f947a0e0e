import { z } from 'zod';
import { withoutCpr } from './without-cpr.js';

/** Which dead letters an act is for; criteria are joined by "and", at least one is needed. */
export const MessageSelectionSchema = z
  .strictObject({
    ids: z.array(z.uuid()).min(1).max(1000).optional(),
    key: withoutCpr(z.string().min(1).max(128)).optional(),
    type: z.string().max(128).optional(),
    code: z.string().max(64).optional(),
    diedBefore: z.iso.datetime().optional(),
  })
  .refine((selection) => Object.values(selection).some((criterion) => criterion !== undefined));
export type MessageSelection = z.infer<typeof MessageSelectionSchema>;

/** The criteria as SQL over `dead_letter`; adds their values to the parameters. */
export function selectionSql(selection: MessageSelection, params: unknown[]): string {
  const criterion = (sql: string, value: unknown) =>
    value === undefined ? [] : [sql.replace('?', `$${params.push(value)}`)];
  return [
    ...criterion('id = any(?)', selection.ids),
    ...criterion('key = ?', selection.key),
    ...criterion('type = ?', selection.type),
    ...criterion('code = ?', selection.code),
    ...criterion('died_at < ?', selection.diedBefore),
  ].join(' and ');
}

import { z } from 'zod';
import { ChildIdSchema } from '#contracts/ids.js';

/** The path of everything about one child. */
export const ChildPathSchema = z.object({ childId: ChildIdSchema });
export type ChildPath = z.infer<typeof ChildPathSchema>;

import { z } from 'zod';

/** Work that a service does by itself and that is due, by kind, such as `publish-events`. */
export const DueWorkSchema = z.object({
  work: z.array(z.object({ kind: z.string(), waiting: z.int(), oldestAgeSeconds: z.number() })),
});
export type DueWorkAnswer = z.infer<typeof DueWorkSchema>;

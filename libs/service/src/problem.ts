import { z } from 'zod';

/** RFC 9457 problem document as every door of the hub answers it. Never holds a value from the request. */
export const ProblemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: z.string(),
  detail: z.string(),
  place: z.string().nullable(),
  cure: z.string(),
  traceId: z.string().nullable(),
});
export type Problem = z.infer<typeof ProblemSchema>;

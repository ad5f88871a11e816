import { z } from 'zod';

/** RFC 9457 problem details, as every refusal of the bank is answered (`application/problem+json`). */
export const Problem = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  /** A code of the error catalogue, and its facts. */
  code: z.string(),
  detail: z.record(z.string(), z.unknown()),
  correlationId: z.string(),
});
export type Problem = z.infer<typeof Problem>;

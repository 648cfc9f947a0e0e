import { z } from 'zod';

const ReceiptSchema = z.object({
  receiptId: z.string(),
  warnings: z.array(z.object({ code: z.string() })).default([]),
});
const ReceiptsSchema = z.object({ receipts: z.array(ReceiptSchema) });
const ProblemSchema = z.object({ code: z.string(), place: z.string().optional(), cure: z.string().optional() });
const OutcomeSchema = z.object({
  resourceType: z.literal('OperationOutcome'),
  issue: z.array(
    z.object({
      details: z
        .object({ coding: z.array(z.object({ code: z.string() })).default([]), text: z.string().optional() })
        .optional(),
      diagnostics: z.string().optional(),
      expression: z.array(z.string()).optional(),
    }),
  ),
});

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** One line for a person about what the adapter answered: the receipt, or every reason of the refusal with its place and cure. */
export function readAnswer(status: number, text: string): { taken: boolean; line: string } {
  const json = jsonOrNull(text);
  if (status < 300) {
    const one = ReceiptSchema.safeParse(json).data;
    const receipts = one === undefined ? (ReceiptsSchema.safeParse(json).data?.receipts ?? []) : [one];
    const told = receipts.map(({ receiptId, warnings }) =>
      [`receipt ${receiptId}`, ...warnings.map(({ code }) => `warning ${code}`)].join(', '),
    );
    return { taken: true, line: told.join('; ') };
  }
  const outcome = OutcomeSchema.safeParse(json).data;
  if (outcome !== undefined) {
    const reasons = outcome.issue.map(({ details, diagnostics, expression }) =>
      [details?.coding[0]?.code, expression?.join(' '), diagnostics ?? details?.text].filter(Boolean).join(' - '),
    );
    return { taken: false, line: reasons.join('; ') };
  }
  const problem = ProblemSchema.safeParse(json).data;
  const reason = problem ? [problem.code, problem.place, problem.cure].filter(Boolean).join(' - ') : text.slice(0, 200);
  return { taken: false, line: reason === '' ? `status ${status}` : reason };
}

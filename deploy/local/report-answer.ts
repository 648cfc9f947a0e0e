import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';

const ReceiptSchema = z.object({
  receiptId: z.string(),
  receivedAt: z.string(),
  warnings: z.array(z.object({ code: z.string() })).default([]),
});
const ReceiptsSchema = z.object({ receipts: z.array(ReceiptSchema) });
const ProblemSchema = z.object({
  code: z.string(),
  title: z.string().optional(),
  place: z.string().nullish(),
  cure: z.string().optional(),
});
const OutcomeSchema = z.object({
  resourceType: z.literal('OperationOutcome'),
  issue: z.array(
    z.object({
      details: z
        .object({
          coding: z.array(z.object({ code: z.string(), display: z.string().optional() })).default([]),
          text: z.string().optional(),
        })
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

interface Answered {
  status: number;
  text: string;
  /** Of the answer: names the receipt, also of a refusal that was kept. */
  location: string | null;
  /** Before it was sent. What was received earlier than that was known already. */
  sentAt: Temporal.Instant;
}

/** What became of a report, and one line for a person: the receipt, or every reason of the refusal with its title, place and cure. */
export interface ReadAnswer {
  outcome: 'taken' | 'known' | 'refused';
  line: string;
}

export function readAnswer({ status, text, location, sentAt }: Answered): ReadAnswer {
  const json = jsonOrNull(text);
  if (status < 300) {
    const one = ReceiptSchema.safeParse(json).data;
    const receipts = one === undefined ? (ReceiptsSchema.safeParse(json).data?.receipts ?? []) : [one];
    const told = receipts.map(({ receiptId, warnings }) =>
      [`receipt ${receiptId}`, ...warnings.map(({ code }) => `warning ${code}`)].join(', '),
    );
    const isNew = receipts.some(
      ({ receivedAt }) => Temporal.Instant.compare(Temporal.Instant.from(receivedAt), sentAt) >= 0,
    );
    return { outcome: isNew || receipts.length === 0 ? 'taken' : 'known', line: told.join('; ') };
  }
  const reasons = reasonsIn(json);
  const reason = reasons.length > 0 ? reasons.join('; ') : text.slice(0, 200);
  const receipt = /^\/receipts\/([\w-]+)$/.exec(location ?? '')?.[1];
  return {
    outcome: 'refused',
    line: [reason === '' ? `status ${status}` : reason, ...(receipt ? [`receipt ${receipt}`] : [])].join('; '),
  };
}

function reasonsIn(json: unknown): string[] {
  const outcome = OutcomeSchema.safeParse(json).data;
  if (outcome !== undefined) {
    return outcome.issue.map(({ details, diagnostics, expression }) => {
      const { code, display } = details?.coding[0] ?? {};
      return [code, display, expression?.join(' '), diagnostics ?? details?.text].filter(Boolean).join(' - ');
    });
  }
  const problem = ProblemSchema.safeParse(json).data;
  return problem ? [[problem.code, problem.title, problem.place, problem.cure].filter(Boolean).join(' - ')] : [];
}

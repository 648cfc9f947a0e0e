import { Controller, Get } from '@nestjs/common';
import { z } from 'zod';
import { RefusalError } from '#contracts/refusal-error.js';
import { Door } from '#security/door.js';
import { Describe } from '#service/describe.js';
import { PathParams, QueryParams } from '#service/inputs.js';
import { type ChainView } from './chain.view.js';
import { ChainListSchema, ChainSchema } from './chain.schema.js';
import { ReadChains } from './read-chains.js';

const ListSchema = z.object({
  municipality: z.string().max(16).optional(),
  recordId: z.string().max(64).optional(),
  receiptId: z.uuid().optional(),
  letterId: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
const TraceSchema = z.object({ traceId: z.string().regex(/^[0-9a-f]{32}$/) });
const ReceiptSchema = z.object({ receiptId: z.uuid() });

const operationsOnly = { who: ['staff', 'service'], roles: ['ops_operator'] } as const;

/** The chain of every journal entry, from intake to letter receipt. */
@Controller()
export class ChainsController {
  constructor(private readonly readChains: ReadChains) {}

  @Get('chains')
  @Door(operationsOnly)
  @Describe({ summary: 'Chains, newest first', query: ListSchema, answers: { 200: ChainListSchema } })
  async list(@QueryParams(ListSchema) query: z.infer<typeof ListSchema>): Promise<{ chains: ChainView[] }> {
    const { municipality = null, recordId = null, receiptId = null, letterId = null, limit } = query;
    return { chains: await this.readChains.list({ municipality, recordId, receiptId, letterId, limit }) };
  }

  @Get('chains/:traceId')
  @Door(operationsOnly)
  @Describe({ summary: 'One chain with the time of each step', params: TraceSchema, answers: { 200: ChainSchema } })
  async one(@PathParams(TraceSchema) { traceId }: z.infer<typeof TraceSchema>): Promise<ChainView> {
    const chain = await this.readChains.find(traceId);
    if (!chain) throw new RefusalError('NOT_FOUND');
    return chain;
  }

  @Get('receipts/:receiptId/chain')
  @Door(operationsOnly)
  @Describe({ summary: 'The chain of one receipt', params: ReceiptSchema, answers: { 200: ChainSchema } })
  async ofReceipt(@PathParams(ReceiptSchema) { receiptId }: z.infer<typeof ReceiptSchema>): Promise<ChainView> {
    const [chain] = await this.readChains.list({
      municipality: null,
      recordId: null,
      letterId: null,
      receiptId,
      limit: 1,
    });
    if (!chain) throw new RefusalError('NOT_FOUND');
    return chain;
  }
}

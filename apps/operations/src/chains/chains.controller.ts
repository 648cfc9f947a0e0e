import { Controller, Get } from '@nestjs/common';
import { z } from 'zod';
import { RefusalError } from '#contracts/refusal-error.js';
import { withoutCpr } from '#messaging/stopped/without-cpr.js';
import { Caller } from '#security/caller.js';
import { Door } from '#security/door.js';
import type { ServicePrincipal, StaffPrincipal } from '#security/principal.js';
import { Describe } from '#security/describe.js';
import { PathParams, QueryParams } from '#service/inputs.js';
import { chainStates } from './chain-state.sql.js';
import type { ChainView } from './chain.view.js';
import { ChainListSchema, ChainSchema } from './chain.schema.js';
import { ReadChains } from './read-chains.js';

/** Strict: a filter that is overlooked would answer with chains that were not asked for. */
const ListSchema = z.strictObject({
  municipality: z.string().max(16).optional(),
  traceId: z
    .string()
    .regex(/^[0-9a-f]{32}$/)
    .optional(),
  recordId: withoutCpr(z.string().max(64)).optional(),
  receiptId: z.uuid().optional(),
  letterId: z.uuid().optional(),
  sourceSystem: withoutCpr(z.string().max(64)).optional(),
  state: z.enum(chainStates).optional(),
  /** Begun from this instant on, and before that one. */
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  /** Trace id of the last chain of the page before. */
  after: z
    .string()
    .regex(/^[0-9a-f]{32}$/)
    .optional(),
});
const TraceSchema = z.object({ traceId: z.string().regex(/^[0-9a-f]{32}$/) });
const ReceiptSchema = z.object({ receiptId: z.uuid() });

const operationsOnly = { who: ['staff', 'service'], roles: ['ops_operator'] } as const;

type Operator = StaffPrincipal | ServicePrincipal;

/** Operators see their own municipality; the hub's services all of them. */
const municipalityOf = (caller: Operator): string | null => (caller.kind === 'staff' ? caller.municipality : null);

/** The chain of every journal entry, from intake to letter receipt. */
@Controller()
export class ChainsController {
  constructor(private readonly readChains: ReadChains) {}

  @Get('chains')
  @Door(operationsOnly)
  @Describe({ summary: 'Chains, newest first', query: ListSchema, answers: { 200: ChainListSchema } })
  async list(
    @QueryParams(ListSchema) query: z.infer<typeof ListSchema>,
    @Caller() caller: Operator,
  ): Promise<{ chains: ChainView[] }> {
    const municipality = municipalityOf(caller) ?? query.municipality ?? null;
    if (query.municipality !== undefined && query.municipality !== municipality) throw new RefusalError('WRONG_TENANT');
    return { chains: await this.readChains.list({ ...query, municipality }) };
  }

  @Get('chains/:traceId')
  @Door(operationsOnly)
  @Describe({ summary: 'One chain with the time of each step', params: TraceSchema, answers: { 200: ChainSchema } })
  async one(
    @PathParams(TraceSchema) { traceId }: z.infer<typeof TraceSchema>,
    @Caller() caller: Operator,
  ): Promise<ChainView> {
    const chain = await this.readChains.find(traceId, municipalityOf(caller));
    if (!chain) throw new RefusalError('NOT_FOUND');
    return chain;
  }

  @Get('receipts/:receiptId/chain')
  @Door(operationsOnly)
  @Describe({ summary: 'The chain of one receipt', params: ReceiptSchema, answers: { 200: ChainSchema } })
  async ofReceipt(
    @PathParams(ReceiptSchema) { receiptId }: z.infer<typeof ReceiptSchema>,
    @Caller() caller: Operator,
  ): Promise<ChainView> {
    const [chain] = await this.readChains.list({ municipality: municipalityOf(caller), receiptId, limit: 1 });
    if (!chain) throw new RefusalError('NOT_FOUND');
    return chain;
  }
}

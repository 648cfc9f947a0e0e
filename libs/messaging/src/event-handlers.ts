import { context } from '@opentelemetry/api';
import type { MessageHandler } from '@nestjs/microservices';
import { isObservable, lastValueFrom } from 'rxjs';
import type { Tx } from '#persistence/tx.js';
import type { BatchContext } from './batch-context.js';
import type { Delivery } from './delivery.js';
import type { ProcessingSpans } from './processing-spans.js';

/** The service's handlers by event type, called with consecutive deliveries of one type. */
export class EventHandlers {
  constructor(
    private readonly byType: ReadonlyMap<string, readonly MessageHandler[]>,
    private readonly consumer: string,
  ) {}

  /** Hands the deliveries to their handlers in order, in the transaction. Throws what a handler throws. */
  async handle(deliveries: readonly Delivery[], tx: Tx, spans: ProcessingSpans): Promise<void> {
    const traced = spans.open(deliveries);
    const batch: BatchContext = { tx, consumer: this.consumer };
    for (let from = 0; from < traced.length;) {
      const { type } = traced[from]!;
      let to = from + 1;
      while (traced[to]?.type === type) to += 1;
      const run = traced.slice(from, to);
      for (const handler of this.byType.get(type) ?? []) {
        if (run.length === 1) await context.with(spans.contextOf(from), () => called(handler, run, batch));
        else await called(handler, run, batch);
      }
      from = to;
    }
  }
}

async function called(handler: MessageHandler, run: Delivery[], batch: BatchContext): Promise<void> {
  const result: unknown = await handler(run, batch);
  if (isObservable(result)) await lastValueFrom(result, { defaultValue: undefined });
}

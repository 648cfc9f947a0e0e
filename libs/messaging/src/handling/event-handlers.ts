import { context } from '@opentelemetry/api';
import type { MessageHandler } from '@nestjs/microservices';
import { isObservable, lastValueFrom } from 'rxjs';
import type { Tx } from '#persistence/tx.js';
import type { BatchContext } from './batch-context.js';
import type { Delivery } from '../events/delivery.js';
import type { ForgottenKeys } from '../deletion/forgotten-keys.js';
import { handlerRuns } from './handler-runs.js';
import { isDeletion } from '../deletion/is-deletion.js';
import type { ProcessingSpans } from './processing-spans.js';

/** The service's handlers by event type, called with the deliveries of a run. */
export class EventHandlers {
  constructor(
    private readonly byType: ReadonlyMap<string, readonly MessageHandler[]>,
    private readonly consumer: string,
    private readonly forgotten: Pick<ForgottenKeys, 'forget'>,
  ) {}

  /**
   * Hands the deliveries to their handlers, those of each key in order, in the transaction. After the service's own part of a deletion
   * messaging forgets the child too. Throws what a handler throws.
   */
  async handle(deliveries: readonly Delivery[], tx: Tx, spans: ProcessingSpans): Promise<void> {
    const traced = spans.open(deliveries);
    const batch: BatchContext = { tx, consumer: this.consumer };
    for (const { places } of handlerRuns(traced, (type) => this.handledBy(type))) {
      const run = places.map((place) => traced[place]!);
      for (const handler of this.byType.get(run[0]!.type) ?? []) {
        if (run.length === 1) await context.with(spans.contextOf(places[0]!), () => called(handler, run, batch));
        else await called(handler, run, batch);
      }
    }
    for (const delivery of deliveries.filter(isDeletion)) await this.forgotten.forget(tx, delivery.key);
  }

  /** A handler that says `mixed` takes the types of its patterns together. */
  private handledBy(type: string): string {
    const [handler, ...others] = this.byType.get(type) ?? [];
    const mixed: unknown = handler?.extras?.['mixed'];
    return others.length === 0 && typeof mixed === 'string' ? mixed : type;
  }
}

async function called(handler: MessageHandler, run: Delivery[], batch: BatchContext): Promise<void> {
  const result: unknown = await handler(run, batch);
  if (isObservable(result)) await lastValueFrom(result, { defaultValue: undefined });
}

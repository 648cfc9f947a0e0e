import { Server, type CustomTransportStrategy, type MessageHandler } from '@nestjs/microservices';
import type { ConsumerRunner } from './consumer-runner.js';

/** Nest's way in for events: handlers are found by `@EventPattern<string>(contract.type)` and called with batches. */
export class HubTransport extends Server implements CustomTransportStrategy {
  private readonly byType = new Map<string, MessageHandler[]>();
  private passesErrorsOn = false;

  constructor(private readonly runner: ConsumerRunner) {
    super();
  }

  errorsArePassedOn(): void {
    this.passesErrorsOn = true;
  }

  /** Two handlers of one type are called one after the other, in the transaction they share. */
  override addHandler(
    pattern: unknown,
    callback: MessageHandler,
    _isEvent?: boolean,
    extras: Record<string, unknown> = {},
  ): void {
    callback.extras = extras;
    const type = this.normalizePattern(pattern as string);
    this.byType.set(type, [...(this.byType.get(type) ?? []), callback]);
  }

  listen(started: (error?: unknown) => void): void {
    if (!this.passesErrorsOn) {
      started(new Error('Connect consumers with connectHub(app), not with connectMicroservice'));
      return;
    }
    this.runner.start(this.byType).then(() => started(), started);
  }

  close(): Promise<void> {
    return this.runner.stop();
  }

  override on(): never {
    throw new Error('The hub transport has no events of its own');
  }

  override unwrap<T>(): T {
    return this.runner as T;
  }
}

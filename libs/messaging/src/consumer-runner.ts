import type { MessageHandler } from '@nestjs/microservices';

/** Runs the consumer group of this service. */
export interface ConsumerRunner {
  start(handlers: ReadonlyMap<string, MessageHandler[]>): Promise<void>;
  stop(): Promise<void>;
}

import { randomUUID } from 'node:crypto';
import { Kafka, logLevel } from 'kafkajs';

export interface LoggedEvent {
  readonly id: string;
  readonly name: string;
  readonly subject: string | null;
  readonly traceId: string | null;
  readonly time: string;
  readonly topic: string;
  readonly data: Record<string, unknown>;
  readonly raw: string;
}

/** Hears everything that the services say to each other, from outside. */
export class EventLog {
  readonly events: LoggedEvent[] = [];
  private constructor(private readonly disconnect: () => Promise<void>) {}

  static async open(brokers: string[], topics: string[]): Promise<EventLog> {
    const kafka = new Kafka({ clientId: 'scenario', brokers, logLevel: logLevel.NOTHING });
    const consumer = kafka.consumer({ groupId: `scenario-${randomUUID()}`, maxWaitTimeInMs: 100 });
    const log = new EventLog(() => consumer.disconnect());
    await consumer.connect();
    await consumer.subscribe({ topics, fromBeginning: true });
    const joined = new Promise<void>((resolve) => consumer.on(consumer.events.GROUP_JOIN, () => resolve()));
    await consumer.run({
      eachMessage: async ({ topic, message }) => {
        const header = (name: string): string | null => message.headers?.[name]?.toString() ?? null;
        const raw = message.value?.toString() ?? '';
        log.events.push({
          id: header('ce_id') ?? '',
          name: (header('ce_type') ?? '').replace(/\.v\d+$/, ''),
          subject: header('ce_subject'),
          traceId: header('traceparent')?.split('-')[1] ?? null,
          time: header('ce_time') ?? '',
          topic,
          data: JSON.parse(raw) as Record<string, unknown>,
          raw: `${message.key?.toString() ?? ''} ${JSON.stringify(headersText(message.headers))} ${raw}`,
        });
      },
    });
    await joined;
    return log;
  }

  /** Each event once, in the order of the domain's clock. */
  where(matches: (event: LoggedEvent) => boolean): LoggedEvent[] {
    const unique = new Map(this.events.filter(matches).map((event) => [event.id, event]));
    return [...unique.values()].sort((a, b) => Date.parse(a.time) - Date.parse(b.time));
  }

  close(): Promise<void> {
    return this.disconnect();
  }
}

const headersText = (headers: Record<string, unknown> = {}): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));

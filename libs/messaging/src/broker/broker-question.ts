import { Kafka, logLevel } from 'kafkajs';

const CONNECTED_WITHIN_MS = 500;
const ANSWERED_WITHIN_MS = 1_500;
/** Metrics are given out within three seconds, whoever does not answer. */
const WITHIN_MS = 2_000;

/** Asks over a connection of its own whether any broker answers; for who has heard nothing from it for a while. */
export class BrokerQuestion {
  private asked: Promise<boolean> | null = null;
  /** A client for each: one asks another broker only when the first refuses, not when it takes the connection and is silent. */
  private readonly clients: readonly Kafka[];

  constructor({ brokers, clientId }: { brokers: string[]; clientId: string }) {
    this.clients = brokers.map(
      (broker) =>
        new Kafka({
          brokers: [broker],
          clientId,
          connectionTimeout: CONNECTED_WITHIN_MS,
          requestTimeout: ANSWERED_WITHIN_MS,
          retry: { retries: 0 },
          logLevel: logLevel.NOTHING,
        }),
    );
  }

  /** False also when it takes more than two seconds. Who asks while a question is under way shares its answer. */
  async now(): Promise<boolean> {
    this.asked ??= this.ask().finally(() => (this.asked = null));
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<false>((resolve) => (timer = setTimeout(() => resolve(false), WITHIN_MS)));
    return Promise.race([this.asked, late]).finally(() => clearTimeout(timer));
  }

  private ask(): Promise<boolean> {
    return Promise.any(this.clients.map(answered)).catch(() => false);
  }
}

/** Rejects when it does not answer. */
async function answered(client: Kafka): Promise<true> {
  const admin = client.admin();
  try {
    await admin.connect();
    return true;
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
}

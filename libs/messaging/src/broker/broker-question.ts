import { Kafka, logLevel } from 'kafkajs';

const CONNECTED_WITHIN_MS = 500;
const ANSWERED_WITHIN_MS = 1_500;
/** Metrics are given out within three seconds, whoever does not answer. */
const WITHIN_MS = 2_000;

/** Asks over a connection of its own whether any broker answers; for who has heard nothing from it for a while. */
export class BrokerQuestion {
  private asked: Promise<boolean> | null = null;
  private readonly kafka: Kafka;

  constructor({ brokers, clientId }: { brokers: string[]; clientId: string }) {
    this.kafka = new Kafka({
      brokers,
      clientId,
      connectionTimeout: CONNECTED_WITHIN_MS,
      requestTimeout: ANSWERED_WITHIN_MS,
      // Each try goes to the next broker of the list.
      retry: { initialRetryTime: 20, maxRetryTime: 100, retries: brokers.length - 1 },
      logLevel: logLevel.NOTHING,
    });
  }

  /** False also when it takes more than two seconds. Who asks while a question is under way shares its answer. */
  async now(): Promise<boolean> {
    this.asked ??= this.ask().finally(() => (this.asked = null));
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<false>((resolve) => (timer = setTimeout(() => resolve(false), WITHIN_MS)));
    return Promise.race([this.asked, late]).finally(() => clearTimeout(timer));
  }

  private async ask(): Promise<boolean> {
    const admin = this.kafka.admin();
    try {
      await admin.connect();
      return true;
    } catch {
      return false;
    } finally {
      await admin.disconnect().catch(() => undefined);
    }
  }
}

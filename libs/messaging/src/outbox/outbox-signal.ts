import type { DataSource } from 'typeorm';
import { log } from '#observability/log.js';

export const OUTBOX_CHANNEL = 'outbox';

const NOTIFY = `select set_config('synchronous_commit', 'off', true), pg_notify('${OUTBOX_CHANNEL}', '')`;

/**
 * Wakes the relay after a commit: directly when it runs in this process, otherwise by NOTIFY. The notification is sent after the
 * transaction and not within it, because PostgreSQL lets transactions that notify commit only one after the other.
 */
export class OutboxSignal {
  private wakeHere: (() => void) | null = null;
  private notifying = false;
  private again = false;

  constructor(private readonly dataSource: DataSource) {}

  /** The relay of this process has the lease (or, with null, no longer). */
  relayIsHere(wake: (() => void) | null): void {
    this.wakeHere = wake;
  }

  appended(): void {
    if (this.wakeHere) this.wakeHere();
    else void this.notify();
  }

  /** One at a time; calls in between are answered by one more. */
  private async notify(): Promise<void> {
    this.again = true;
    if (this.notifying) return;
    this.notifying = true;
    while (this.again) {
      this.again = false;
      try {
        await this.dataSource.query(NOTIFY);
      } catch (error) {
        log.warn('The relay could not be woken and will look by itself', {}, error);
      }
    }
    this.notifying = false;
  }
}

import type pg from 'pg';
import type { DataSource } from 'typeorm';
import { log } from '#observability/log.js';
import { openDatabaseSession } from '#persistence/database-session.js';
import { OUTBOX_CHANNEL } from './outbox-signal.js';
import { RELAY_LEASE } from './relay-lease.js';

export interface RelaySessionEvents {
  /** Somebody appended to the outbox. */
  onAppended(): void;
  /** The lease is taken (true) or, with the session, lost. */
  onLease(held: boolean): void;
}

/**
 * The relay's own connection. It hears of appended events, and it holds the lease: a lock that ends with the session, so that a relay which
 * has lost its database can neither mark rows nor keep others from relaying.
 */
export class RelaySession {
  private client: pg.Client | null = null;
  private held = false;

  constructor(
    private readonly dataSource: DataSource,
    private readonly service: string,
    private readonly events: RelaySessionEvents,
  ) {}

  get hasLease(): boolean {
    return this.held;
  }

  /** The open connection; opened again after a loss. */
  async open(): Promise<pg.Client> {
    if (this.client) return this.client;
    const client = await openDatabaseSession(this.dataSource, `${this.service} relay`);
    this.client = client;
    client.on('notification', () => this.events.onAppended());
    client.on('error', (error) => {
      log.warn('The relay lost its database session', {}, error);
      this.lost(client);
    });
    client.on('end', () => this.lost(client));
    await client.query(`listen ${OUTBOX_CHANNEL}`);
    return client;
  }

  /** Takes the lease unless another instance has it. */
  async lease(client: pg.Client): Promise<boolean> {
    if (this.held) return true;
    const { rows } = await client.query<{ taken: boolean }>('select pg_try_advisory_lock($1, $2) as taken', [
      ...RELAY_LEASE,
    ]);
    if (!rows[0]?.taken || this.client !== client) return false;
    this.held = true;
    this.events.onLease(true);
    log.info('This instance relays the outbox');
    return true;
  }

  async end(): Promise<void> {
    const { client } = this;
    if (!client) return;
    this.lost(client);
    try {
      await client.end();
    } catch (error) {
      log.warn('The relay could not end its session in order', {}, error);
    }
  }

  private lost(client: pg.Client): void {
    if (this.client !== client) return;
    this.client = null;
    this.held = false;
    this.events.onLease(false);
  }
}

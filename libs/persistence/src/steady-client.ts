import type { Socket } from 'node:net';
import pg from 'pg';
import { forgetStatementNames, statementName } from './statement-name.js';

/**
 * The server looks so often whether its client is still there. Otherwise a statement that waits for a lock goes on waiting when its process
 * was killed, and whoever does the work again waits for what that transaction has written already. A machine that vanishes says no farewell:
 * what its sessions held, such as a lease, would be held until TCP gives up, by default after two hours; here after 25 s.
 */
const NOTICES_THE_DEAD = [
  'client_connection_check_interval=2000',
  'tcp_keepalives_idle=10',
  'tcp_keepalives_interval=5',
  'tcp_keepalives_count=3',
  'tcp_user_timeout=25000',
]
  .map((setting) => `-c ${setting}`)
  .join(' ');

/**
 * A connection whose loss never ends the process, which the server lets go when the process has died, and which plans each statement once.
 *
 * An `error` event without a listener would end the process, and between a connection's opening and its first use there is a moment without
 * one. Who uses the connection learns of the loss from the next statement.
 *
 * A statement with values is prepared at its first use on the connection: planning the hub's longer ones anew each time costs the database
 * more than running them. After a migration that changes what a statement answers the database refuses the old plan once (SQLSTATE 0A000);
 * from then on all are planned anew.
 *
 * With `pipeline` a statement does not wait for the answers of those before it, and all that are given in one turn leave in one packet: both
 * sides wake up once for them.
 */
export class SteadyClient extends pg.Client {
  private gathering = false;

  constructor(config?: pg.ClientConfig) {
    super({ options: NOTICES_THE_DEAD, ...config });
    this.on('error', () => undefined);
  }

  override query(text: any, values?: any, ...rest: any[]): any {
    this.gather();
    const name = typeof text === 'string' && Array.isArray(values) && values.length > 0 ? statementName(text) : null;
    if (name === null) return super.query(text, values, ...(rest as []));
    const answer: unknown = super.query({ name, text }, values, ...(rest as []));
    if (answer instanceof Promise) answer.catch(forgetStalePlans);
    return answer;
  }

  /** Holds back what is written until this turn has given all its statements. */
  private gather(): void {
    if (this.gathering) return;
    const { stream } = (this as unknown as { connection: { stream: Socket } }).connection;
    this.gathering = true;
    stream.cork();
    process.nextTick(() => {
      this.gathering = false;
      stream.uncork();
    });
  }
}

function forgetStalePlans(error: { routine?: unknown } | null): void {
  if (error?.routine === 'RevalidateCachedQuery') forgetStatementNames();
}

import pg from 'pg';

/**
 * A connection whose loss never ends the process. An `error` event without a listener would, and between a connection's opening and its
 * first use there is a moment without one. Who uses the connection learns of the loss from the next statement.
 */
export class SteadyClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    this.on('error', () => undefined);
  }
}

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** `takes`: as it should be. `refuses`: nobody listens. `hangs`: takes the request and never answers. */
export type CollectorState = 'takes' | 'refuses' | 'hangs';

/** Where services send their spans in a measurement or a campaign, so that tracing is on: it throws them away, or is in trouble. */
export class SpanCollector {
  private state: CollectorState = 'takes';
  private readonly server = createServer({ keepAliveTimeout: 65_000 }, (request, response) => {
    request.resume().on('end', () => {
      if (this.state === 'takes') response.setHeader('content-type', 'application/json').end('{}');
    });
  });
  private port = 0;

  static async open(): Promise<SpanCollector> {
    const collector = new SpanCollector();
    await collector.listen();
    collector.port = (collector.server.address() as AddressInfo).port;
    return collector;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async set(state: CollectorState): Promise<void> {
    const was = this.state;
    this.state = state;
    if (state === 'refuses') await this.close();
    else if (was === 'refuses') await this.listen();
    // What hung before is not answered any more: its sender tries again.
    if (was === 'hangs') this.server.closeAllConnections();
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    if (this.server.listening) await new Promise((resolve) => this.server.close(resolve));
  }

  private listen(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(this.port, '127.0.0.1', resolve);
    });
  }
}

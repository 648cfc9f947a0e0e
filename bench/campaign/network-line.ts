import { connect, createServer, type Server, type Socket } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { setTimeout as pause } from 'node:timers/promises';

/**
 * `open`: all passes. `cut`: connections are reset, new ones too. `frozen`: they stay and nothing passes, as behind a firewall that drops.
 * `slowMs`: every piece in either direction takes so long.
 */
export type LineState = 'open' | 'cut' | 'frozen' | { readonly slowMs: number };

/** A line between services and a server of theirs that a campaign can cut, freeze and slow down. */
export class NetworkLine {
  private state: LineState = 'open';
  private readonly sockets = new Set<Socket>();
  private thaw = (): void => undefined;
  private thawed: Promise<void> = Promise.resolve();

  private constructor(
    private readonly server: Server,
    private readonly to: number,
  ) {
    server.on('connection', (client: Socket) => this.join(client));
  }

  /** From one port of 127.0.0.1 to another. */
  static async open(from: number, to: number): Promise<NetworkLine> {
    const server = createServer();
    const line = new NetworkLine(server, to);
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(from, '127.0.0.1', resolve);
    });
    return line;
  }

  set(state: LineState): void {
    this.thaw();
    this.state = state;
    if (state === 'frozen') this.thawed = new Promise((resolve) => (this.thaw = resolve));
    if (state === 'cut') for (const socket of this.sockets) socket.resetAndDestroy();
  }

  async close(): Promise<void> {
    this.set('cut');
    await new Promise((resolve) => this.server.close(resolve));
  }

  private join(client: Socket): void {
    if (this.state === 'cut') {
      client.on('error', () => undefined).resetAndDestroy();
      return;
    }
    const server = connect({ port: this.to, host: '127.0.0.1' });
    const both = [client, server];
    for (const socket of both) {
      this.sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        this.sockets.delete(socket);
        for (const each of both) each.destroy();
      });
    }
    // A line that breaks ends both sockets, as above.
    pipeline(client, (pieces) => this.hop(pieces), server).catch(() => undefined);
    pipeline(server, (pieces) => this.hop(pieces), client).catch(() => undefined);
  }

  private async *hop(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const piece of pieces) {
      await this.passage();
      yield piece;
    }
  }

  private async passage(): Promise<void> {
    if (typeof this.state === 'object') await pause(this.state.slowMs);
    while (this.state === 'frozen') await this.thawed;
  }
}

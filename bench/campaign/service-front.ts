import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** The one address of a service before its instances, as a cluster gives it: each new connection goes to the next of them in turn. */
export class ServiceFront {
  private ports: readonly number[] = [];
  private turn = 0;
  private readonly sockets = new Set<Socket>();

  private constructor(private readonly server: Server) {
    server.on('connection', (client: Socket) => this.join(client));
  }

  static async open(): Promise<ServiceFront> {
    const server = createServer();
    const front = new ServiceFront(server);
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
    return front;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** From now on new connections go there; those that are open stay where they are. */
  leadTo(ports: readonly number[]): void {
    this.ports = ports;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** Where nobody listens the client's connection ends without a byte, and it knows that nothing was done. */
  private join(client: Socket): void {
    this.turn += 1;
    const server = connect({ port: this.ports[this.turn % this.ports.length] ?? 0, host: '127.0.0.1' });
    for (const socket of [client, server]) {
      this.sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        this.sockets.delete(socket);
        // What was read from one is still written to the other.
        client.destroySoon();
        server.destroySoon();
      });
    }
    client.pipe(server).pipe(client);
  }
}

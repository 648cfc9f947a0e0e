import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Takes the traces that services export and throws them away: tracing is on during a measurement, and its cost is in the figures. */
export class OtlpSink {
  bytes = 0;
  private constructor(
    readonly url: string,
    private readonly server: Server,
  ) {}

  static async open(): Promise<OtlpSink> {
    const server = createServer({ keepAliveTimeout: 65_000 });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const sink = new OtlpSink(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, server);
    server.on('request', (request, response) => {
      request.on('data', (chunk: Buffer) => (sink.bytes += chunk.length));
      request.on('end', () => response.setHeader('content-type', 'application/json').end('{}'));
    });
    return sink;
  }

  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }
}

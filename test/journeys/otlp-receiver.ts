import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { DeclaredSpan } from '#observability/span-catalogue.js';

/** A finished span as it left a service. */
export interface SeenSpan {
  readonly service: string;
  readonly name: string;
  readonly kind: DeclaredSpan['kind'];
  readonly attributes: readonly string[];
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | null;
  readonly links: readonly string[];
  /** Everything of it, for searching. */
  readonly raw: string;
}

interface OtlpSpan {
  name: string;
  /** 1 INTERNAL, 2 SERVER, 3 CLIENT, 4 PRODUCER, 5 CONSUMER. */
  kind: number;
  attributes?: { key: string }[];
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  links?: { traceId: string }[];
}

interface OtlpRequest {
  resourceSpans: {
    resource: { attributes: { key: string; value: { stringValue?: string } }[] };
    scopeSpans: { spans: OtlpSpan[] }[];
  }[];
}

const KINDS: readonly DeclaredSpan['kind'][] = ['INTERNAL', 'SERVER', 'CLIENT', 'PRODUCER', 'CONSUMER'];

/** An OTLP/HTTP receiver that keeps what the services export, in memory. */
export class OtlpReceiver {
  readonly spans: SeenSpan[] = [];
  /** Requests that were not what a receiver takes; empty when all is well. */
  readonly refused: string[] = [];

  private constructor(private readonly server: Server) {}

  static async start(): Promise<OtlpReceiver> {
    const server = createServer({ keepAliveTimeout: 65_000 }, (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const type = request.headers['content-type'] ?? '';
        if (request.url === '/v1/traces' && type.startsWith('application/json')) {
          receiver.take(JSON.parse(Buffer.concat(chunks).toString()) as OtlpRequest);
        } else receiver.refused.push(`${request.method} ${request.url} ${type}`);
        response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
      });
    });
    const receiver = new OtlpReceiver(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  ofTrace(traceId: string): SeenSpan[] {
    return this.spans.filter((span) => span.traceId === traceId);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private take({ resourceSpans }: OtlpRequest): void {
    for (const { resource, scopeSpans } of resourceSpans) {
      const service = resource.attributes.find(({ key }) => key === 'service.name')?.value.stringValue ?? '';
      for (const span of scopeSpans.flatMap(({ spans }) => spans)) {
        const { name, traceId, spanId } = span;
        const kind = KINDS[span.kind - 1]!;
        const attributes = (span.attributes ?? []).map(({ key }) => key);
        const links = (span.links ?? []).map((link) => link.traceId);
        const parentSpanId = span.parentSpanId || null;
        const raw = JSON.stringify(span);
        this.spans.push({ service, name, kind, attributes, traceId, spanId, parentSpanId, links, raw });
      }
    }
  }
}

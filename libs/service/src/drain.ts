import type { INestApplication } from '@nestjs/common';
import type { Server } from 'node:http';
import { Lifecycle } from './lifecycle.js';

const PATIENCE_MS = 5000;

/** No new requests; those under way are answered, for five seconds at most. Readiness says no from the first moment. */
export async function drain(app: INestApplication): Promise<void> {
  app.get(Lifecycle).ending = true;
  const server = app.getHttpServer() as Server;
  const finished = new Promise<void>((resolve) => server.close(() => resolve()));
  // A connection becomes idle when its last answer is out, and a client that keeps it would hold up the end.
  const idle = setInterval(() => server.closeIdleConnections(), 20);
  const patience = setTimeout(() => server.closeAllConnections(), PATIENCE_MS);
  await finished;
  clearInterval(idle);
  clearTimeout(patience);
}

import type { INestApplication } from '@nestjs/common';
import type { Server } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Lifecycle } from './lifecycle.js';

const PATIENCE_MS = 5_000;
const LOOK_EVERY_MS = 20;

/**
 * Ends the doors without a request that breaks off. Readiness says no from the first moment; for `goodbyeMs`, or until nobody is connected,
 * requests are answered still, each with the word that its connection ends (`openHttp`). Somebody who keeps a connection may be sending on it just
 * now: cut without that word, the request would be lost, and nobody could know whether it was heard. Then nothing new is taken; what is under
 * way is answered. Five seconds at most in all.
 */
export async function drain(app: INestApplication, goodbyeMs: number): Promise<void> {
  app.get(Lifecycle).ending = true;
  const server = app.getHttpServer() as Server;
  const began = performance.now();
  const connections = promisify(server.getConnections.bind(server));
  while (performance.now() - began < goodbyeMs && (await connections()) > 0) await pause(LOOK_EVERY_MS);
  const finished = new Promise<void>((resolve) => server.close(() => resolve()));
  // A connection becomes idle when its last answer is out, and a client that keeps it would hold up the end.
  const idle = setInterval(() => server.closeIdleConnections(), LOOK_EVERY_MS);
  const patience = setTimeout(() => server.closeAllConnections(), PATIENCE_MS - (performance.now() - began));
  await finished;
  clearInterval(idle);
  clearTimeout(patience);
}

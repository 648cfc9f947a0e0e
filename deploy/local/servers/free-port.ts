import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** Ports below the range from which the system hands out source ports, so that an outgoing connection never takes a server's port while it restarts. */
const LOWEST = 18_000;
const HIGHEST = 32_000;

function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

/** A port on 127.0.0.1 that nobody listens on: the wished one when it is free, otherwise any. */
export async function freePort(wished?: number): Promise<number> {
  if (wished !== undefined && (await canListen(wished))) return wished;
  for (let tries = 0; tries < 200; tries++) {
    const port = randomInt(LOWEST, HIGHEST);
    if (await canListen(port)) return port;
  }
  throw new Error(`no free port found between ${LOWEST} and ${HIGHEST} on 127.0.0.1`);
}

import { randomInt } from 'node:crypto';
import { createServer, type Server } from 'node:net';

/** Ports below the range from which the system hands out source ports, so that an outgoing connection never takes a server's port while it restarts. */
const LOWEST = 18_000;
const HIGHEST = 32_000;

function listen(port: number, host: string): Promise<Server | NodeJS.ErrnoException> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', resolve);
    server.listen({ port, host, exclusive: true }, () => resolve(server));
  });
}

/**
 * Between the look and the moment in which the new process listens, another launcher could take the same port. So the port is claimed on a
 * second loopback address, where nobody listens, for as long as this process lives. Systems without that address do without.
 */
async function claim(port: number): Promise<boolean> {
  const claimed = await listen(port, '127.0.0.2');
  if (!('unref' in claimed)) return claimed.code !== 'EADDRINUSE';
  claimed.unref();
  const found = await listen(port, '127.0.0.1');
  if ('unref' in found) await new Promise((resolve) => found.close(resolve));
  else claimed.close();
  return 'unref' in found;
}

/** A port on 127.0.0.1 that nobody listens on and no other launcher was given: the wished one when it is free, otherwise any. */
export async function freePort(wished?: number): Promise<number> {
  if (wished !== undefined && (await claim(wished))) return wished;
  for (let tries = 0; tries < 200; tries++) {
    const port = randomInt(LOWEST, HIGHEST);
    if (await claim(port)) return port;
  }
  throw new Error(`no free port found between ${LOWEST} and ${HIGHEST} on 127.0.0.1`);
}

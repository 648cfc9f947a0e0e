import type { INestApplication } from '@nestjs/common';
import type { Server } from 'node:http';

/**
 * Connections that the system holds until the process takes them (it may lower the number to `net.core.somaxconn`). With Node's own 511 the
 * others of a thousand who come at once find their line reset.
 */
const BACKLOG = 4096;

/** Opens the application's doors. Nest passes a backlog on to Node, but its types leave it out. */
export function listen(app: INestApplication, port: number, host: string): Promise<Server> {
  return (app as unknown as { listen(...args: [number, string, number]): Promise<Server> }).listen(port, host, BACKLOG);
}

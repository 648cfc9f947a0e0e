import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, Response } from 'express';
import type { Server } from 'node:http';
import { AccessGuard } from '#security/access-guard.js';
import type { SessionReader } from '#security/session-reader.js';
import { TokenVerifier } from '#security/token-verifier.js';
import { checkDoors } from './check-doors.js';
import { ContentGuard } from './content-guard.js';
import { httpTelemetry } from './http-telemetry.js';
import { Lifecycle } from './lifecycle.js';
import { ProblemFilter } from './problem-filter.js';

/** What every HTTP request of the hub goes through: trace, access, content, and one form for every refusal. */
export function openHttp(app: NestExpressApplication, edge: boolean, sessions: SessionReader | null): void {
  checkDoors(app);
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(httpTelemetry(edge), careful, goodbye(app.get(Lifecycle)));
  app.useGlobalGuards(new AccessGuard(app.get(TokenVerifier), sessions), new ContentGuard());
  app.useGlobalFilters(new ProblemFilter());
  const server = app.getHttpServer() as Server;
  server.requestTimeout = 30_000;
  // A thousand who come at once wait longer than ten seconds to be heard on a busy machine; that is not their slowness.
  server.headersTimeout = 30_000;
  server.keepAliveTimeout = 65_000;
}

/** Answers are about children: nothing on the way may keep them or guess what they are. A page may set its own. */
function careful(_request: Request, response: Response, next: NextFunction): void {
  response.setHeader('cache-control', 'no-store');
  response.setHeader('x-content-type-options', 'nosniff');
  next();
}

/** Whoever keeps a connection to a process that ends is told so with the answer, also when the request was under way before. */
function goodbye(lifecycle: Lifecycle) {
  return (_request: Request, response: Response, next: NextFunction): void => {
    const writeHead = response.writeHead.bind(response) as (...args: unknown[]) => Response;
    response.writeHead = (...args: unknown[]) => {
      if (lifecycle.ending) response.shouldKeepAlive = false;
      return writeHead(...args);
    };
    next();
  };
}

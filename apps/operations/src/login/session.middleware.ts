import { Injectable, type NestMiddleware } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { sessionCookieName } from './login.controller.js';
import { SessionCookie } from './session-cookie.js';

/** Lets a browser's cookie stand for the token it holds, for reading only; the guard judges it like any other token. */
@Injectable()
export class SessionMiddleware implements NestMiddleware {
  constructor(private readonly cookie: SessionCookie) {}

  async use(request: Request, _response: Response, next: NextFunction): Promise<void> {
    if (request.method === 'GET' && request.headers.authorization === undefined) {
      const content = await this.cookie.open(request.headers.cookie, sessionCookieName);
      if (content?.kind === 'session') request.headers.authorization = `Bearer ${content.token}`;
    }
    next();
  }
}

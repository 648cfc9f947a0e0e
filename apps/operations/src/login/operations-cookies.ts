import { Inject, Injectable } from '@nestjs/common';
import type { Response } from 'express';
import type { IncomingMessage } from 'node:http';
import { CONFIG } from '#service/config-token.js';
import type { OperationsConfig } from '../operations.config.js';

type CookieName = 'operations' | 'operations-login';

/**
 * The two cookies of the pages: the session, and the login under way. SameSite=Lax, because the way back from the login comes from another
 * site. Over https they carry the prefix `__Host-`, so that no neighbouring host can set one.
 */
@Injectable()
export class OperationsCookies {
  private readonly secure: boolean;

  constructor(@Inject(CONFIG) { OPERATIONS_URL, HUB_ENV }: Pick<OperationsConfig, 'OPERATIONS_URL' | 'HUB_ENV'>) {
    this.secure = HUB_ENV === 'production' || new URL(OPERATIONS_URL).protocol === 'https:';
  }

  session(request: IncomingMessage): string | null {
    return this.value(request, 'operations');
  }

  loginUnderWay(request: IncomingMessage): string | null {
    return this.value(request, 'operations-login');
  }

  setSession(response: Response, sealed: string, seconds: number): void {
    this.set(response, 'operations', sealed, seconds);
  }

  setLoginUnderWay(response: Response, sealed: string, seconds: number): void {
    this.set(response, 'operations-login', sealed, seconds);
  }

  forgetSession(response: Response): void {
    response.clearCookie(this.nameOf('operations'), this.options());
  }

  forgetLogin(response: Response): void {
    response.clearCookie(this.nameOf('operations-login'), this.options());
  }

  private value(request: IncomingMessage, name: CookieName): string | null {
    const start = `${this.nameOf(name)}=`;
    const pair = request.headers.cookie
      ?.split(';')
      .map((text) => text.trim())
      .find((text) => text.startsWith(start));
    return pair?.slice(start.length) ?? null;
  }

  private set(response: Response, name: CookieName, value: string, seconds: number): void {
    response.cookie(this.nameOf(name), value, { ...this.options(), maxAge: seconds * 1000 });
  }

  private options() {
    return { httpOnly: true, sameSite: 'lax', secure: this.secure, path: '/' } as const;
  }

  private nameOf(name: CookieName): string {
    return this.secure ? `__Host-${name}` : name;
  }
}

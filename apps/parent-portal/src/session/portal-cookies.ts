import { Inject, Injectable } from '@nestjs/common';
import type { Response } from 'express';
import type { IncomingMessage } from 'node:http';
import { CONFIG } from '#service/config-token.js';
import type { ParentPortalConfig } from '../parent-portal.config.js';
import { isSessionId } from './session-id.js';
import { LOGIN_MINUTES } from './session-times.js';

type CookieName = 'portal' | 'portal-login' | 'portal-language';

/**
 * The portal's three cookies. SameSite=Lax, not Strict: the way back from the login and a letter's link come from another site. A changing
 * request needs the form's token besides. Over https they carry the prefix `__Host-`, so that no neighbouring host can set one.
 */
@Injectable()
export class PortalCookies {
  private readonly secure: boolean;

  constructor(
    @Inject(CONFIG) { PARENT_PORTAL_URL, HUB_ENV }: Pick<ParentPortalConfig, 'PARENT_PORTAL_URL' | 'HUB_ENV'>,
  ) {
    this.secure = HUB_ENV === 'production' || new URL(PARENT_PORTAL_URL).protocol === 'https:';
  }

  sessionId(request: IncomingMessage): string | null {
    return this.id(request, 'portal');
  }

  browserId(request: IncomingMessage): string | null {
    return this.id(request, 'portal-login');
  }

  language(request: IncomingMessage): string | null {
    return this.value(request, 'portal-language');
  }

  /** Ends with the browser at the latest; how long it counts is decided by the session's row. */
  setSession(response: Response, id: string): void {
    this.set(response, 'portal', id);
  }

  setBrowser(response: Response, id: string): void {
    this.set(response, 'portal-login', id, LOGIN_MINUTES * 60);
  }

  setLanguage(response: Response, language: string): void {
    this.set(response, 'portal-language', language, 365 * 86_400);
  }

  forgetSession(response: Response): void {
    response.clearCookie(this.nameOf('portal'), this.options());
  }

  private id(request: IncomingMessage, name: CookieName): string | null {
    const value = this.value(request, name);
    return value !== null && isSessionId(value) ? value : null;
  }

  private value(request: IncomingMessage, name: CookieName): string | null {
    const start = `${this.nameOf(name)}=`;
    const pair = request.headers.cookie
      ?.split(';')
      .map((text) => text.trim())
      .find((text) => text.startsWith(start));
    return pair?.slice(start.length) ?? null;
  }

  private set(response: Response, name: CookieName, value: string, seconds?: number): void {
    response.cookie(this.nameOf(name), value, {
      ...this.options(),
      ...(seconds === undefined ? {} : { maxAge: seconds * 1000 }),
    });
  }

  private options() {
    return { httpOnly: true, sameSite: 'lax', secure: this.secure, path: '/' } as const;
  }

  private nameOf(name: CookieName): string {
    return this.secure ? `__Host-${name}` : name;
  }
}

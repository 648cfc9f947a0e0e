import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import type { CallerRequest } from '#security/caller.js';
import type { PortalUser } from '../session/portal-user.js';
import { csrfToken } from '../session/session-id.js';
import type { Words } from '../words/words.js';

/** What every page is told beside its own content. */
export interface PageFrame {
  words: Words;
  /** The page's own path. Never with a query: a form comes back to where it stands. */
  path: string;
  styles: readonly string[];
  /** Null for somebody who is not logged in. */
  user: { municipalityName: string; csrf: string } | null;
}

export interface FramedRequest extends Request, CallerRequest {
  frame: Omit<PageFrame, 'user'> & { municipalityNames: ReadonlyMap<string, string> };
}

/** The frame of this request, for a page's handler: `@Frame() frame: PageFrame`. */
export const Frame: () => ParameterDecorator = createParamDecorator((_: unknown, context: ExecutionContext) =>
  frameOf(context.switchToHttp().getRequest<FramedRequest>()),
);

export function frameOf({ frame, principal }: FramedRequest): PageFrame {
  const { municipalityNames, ...shown } = frame;
  const user = principal?.kind === 'portal_user' ? (principal as PortalUser) : null;
  return {
    ...shown,
    user: user && {
      municipalityName: municipalityNames.get(user.municipality) ?? user.municipality,
      csrf: csrfToken(user.sessionId),
    },
  };
}

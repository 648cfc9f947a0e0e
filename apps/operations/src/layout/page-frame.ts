import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import type { CallerRequest } from '#security/caller.js';

/** What every page is told beside its own content. */
export interface PageFrame {
  /** The page's own path, without query. */
  path: string;
  styles: readonly string[];
  script: string;
  /** What forms of this login carry; null for somebody who is not logged in. */
  csrf: string | null;
  /** Null for somebody who is not logged in, or may not be here. */
  user: { name: string; municipality: string } | null;
}

/** A page's request, with the frame as far as it is known before the guards. */
export interface FramedRequest extends Request, CallerRequest {
  frame: Omit<PageFrame, 'user'>;
}

/** The frame of this request, for a page's handler: `@Frame() frame: PageFrame`. */
export const Frame: () => ParameterDecorator = createParamDecorator((_: unknown, context: ExecutionContext) =>
  frameOf(context.switchToHttp().getRequest<FramedRequest>()),
);

export function frameOf({ frame, principal }: FramedRequest): PageFrame {
  if (principal?.kind !== 'staff') return { ...frame, user: null };
  const { subject, municipality } = principal;
  return { ...frame, user: { name: subject, municipality } };
}

import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { Request, Response } from 'express';
import { RefusalError } from '#contracts/refusal-error.js';
import { BODY_METADATA, JSON_BODY, type BodyReading } from './body-limits.js';
import { DESCRIPTION_METADATA, type DoorDescription } from '#security/describe.js';
import { readBody } from './read-body.js';
import { readJson } from './read-json.js';

const WITH_BODY = new Set(['POST', 'PUT', 'PATCH']);

/**
 * Stands behind the access guard, so that no byte of a body is read for somebody who may not come in. Reads what the door takes,
 * refuses other media types, encodings and sizes, and callers who accept nothing that the door gives.
 */
export class ContentGuard implements CanActivate {
  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true;
    const request = context.switchToHttp().getRequest<Request>();
    const handler = context.getHandler();
    const described = Reflect.getMetadata(DESCRIPTION_METADATA, handler) as DoorDescription | undefined;
    if (described && request.headers.accept && !request.accepts([...(described.produces ?? ['application/json'])])) {
      throw new RefusalError('NOT_ACCEPTABLE', {
        cure: `Accept ${(described.produces ?? ['application/json']).join(' or ')}.`,
      });
    }
    if (!WITH_BODY.has(request.method)) return true;
    const reading = (Reflect.getMetadata(BODY_METADATA, handler) as BodyReading | undefined) ?? JSON_BODY;
    try {
      request.body = await read(request, reading);
    } catch (error) {
      // What is left of a refused body is not read: the connection ends with the answer.
      if (!request.complete) context.switchToHttp().getResponse<Response>().setHeader('connection', 'close');
      throw error;
    }
    return true;
  }
}

async function read(request: Request, reading: BodyReading): Promise<unknown> {
  const empty = request.headers['content-length'] === '0' || isBodyless(request);
  if (empty && reading.as === 'json') return undefined;
  checkType(request, reading.types);
  const bytes = await readBody(request, reading.maxBytes);
  return reading.as === 'bytes' ? bytes : readJson(bytes, { maxBytes: reading.maxBytes });
}

function isBodyless(request: Request): boolean {
  return request.headers['content-length'] === undefined && request.headers['transfer-encoding'] === undefined;
}

function checkType(request: Request, types: readonly string[]): void {
  const [type = '', ...parameters] = (request.headers['content-type'] ?? '').toLowerCase().split(';');
  const charset = parameters.map((text) => text.trim()).find((text) => text.startsWith('charset='));
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (!types.includes(type.trim()) || (charset && !/^charset="?utf-?8"?$/.test(charset)) || encoding !== 'identity') {
    throw new RefusalError('MEDIA_TYPE_UNSUPPORTED', { cure: `Send ${types.join(' or ')} in UTF-8, not compressed.` });
  }
}

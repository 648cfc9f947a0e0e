import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { RefusalError } from '#contracts/refusal-error.js';
import { z } from 'zod';
import { Describe } from '#security/describe.js';
import { OpenDoor } from '#security/door.js';
import { Assets } from './assets.js';

/** Serves the assets, each under the version of its content, so that a browser may keep it for good. */
@Controller('assets')
export class AssetsController {
  constructor(private readonly assets: Assets) {}

  @Get(':version/*path')
  @OpenDoor('style sheets, fonts, icons and a script hold no data')
  @Describe({
    summary: 'One asset of the pages.',
    answers: { 200: z.string() },
    produces: ['text/css', 'text/javascript', 'font/woff2', 'image/svg+xml'],
  })
  give(
    @Param('version') version: string,
    @Param('path') path: string[] | string,
    @Req() request: Request,
    @Res() response: Response,
  ): void {
    const asset = version === this.assets.version ? this.assets.find([path].flat().join('/')) : undefined;
    if (!asset) throw new RefusalError('NOT_FOUND');
    response.setHeader('content-type', asset.type);
    response.setHeader('cache-control', 'public, max-age=31536000, immutable');
    response.setHeader('vary', 'Accept-Encoding');
    const encoding = asset.brotli && request.acceptsEncodings('br', 'gzip');
    if (encoding === 'br' || encoding === 'gzip') response.setHeader('content-encoding', encoding);
    response.end(encoding === 'br' ? asset.brotli : encoding === 'gzip' ? asset.gzip : asset.plain);
  }
}

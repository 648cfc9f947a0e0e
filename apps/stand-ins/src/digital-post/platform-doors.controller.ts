import { Controller, Get, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { OpenDoor } from '#security/door.js';
import { DigitalPostState } from './digital-post-state.js';
import { checkPlatformCall } from './platform-call.js';
import { PlatformError } from './platform-error.js';
import { pulledReceipts } from './pulled-receipts.js';
import { requestBody } from './request-body.js';

const outside = 'outside the municipality; the channel checks its own tokens';

/** Tokens, look-ups and receipts, in the shape of the service platform (SF1601) and of Digital Post's own interface. */
@Controller('digital-post')
export class PlatformDoorsController {
  constructor(private readonly state: DigitalPostState) {}

  @Post('service/AccessTokenService_1/token')
  @OpenDoor(outside)
  async token(@Req() request: Request, @Res() response: Response): Promise<void> {
    const form = new URLSearchParams(await requestBody(request));
    if (this.state.behaviour.mode === 'down') response.status(503).json({ error: 'temporarily_unavailable' });
    else if (!form.get('saml-token')) response.status(400).json({ error: 'invalid_request' });
    else response.json({ access_token: this.state.newToken(), token_type: 'Holder-of-key', expires_in: 3600 });
  }

  @Get('service/PostForespoerg_1/digitalpost')
  @OpenDoor(outside)
  registered(@Req() request: Request, @Res() response: Response): void {
    this.answer(request, response, () => {
      const cpr = String(request.query['cprNumber'] ?? '');
      if (!/^\d{10}$/.test(cpr)) throw new PlatformError(400, 'INVALID', 'cprNumber is ten digits');
      if (this.state.behaviour.mode === 'lookup_down')
        throw new PlatformError(503, 'TEMPORARY', 'The register is closed');
      return { result: !this.state.isExempt(cpr) };
    });
  }

  /** All receipts that exist by now, of one message or of all. */
  @Get('apis/v1/receipts')
  @OpenDoor(outside)
  receipts(@Req() request: Request, @Res() response: Response): void {
    this.answer(request, response, () => {
      const messageUuid = request.query['memo-message-uuid'];
      const now = this.state.now();
      if (messageUuid === undefined)
        return [...this.state.letters.values()].flatMap((letter) => pulledReceipts(letter, now));
      const letter = this.state.letters.get(String(messageUuid).toLowerCase());
      if (!letter) throw new PlatformError(404, 'memo.not.found', 'No such message');
      return pulledReceipts(letter, now);
    });
  }

  private answer(request: Request, response: Response, work: () => unknown): void {
    try {
      checkPlatformCall(request, this.state);
      response.json(work());
    } catch (error) {
      if (!(error instanceof PlatformError)) throw error;
      response.status(error.status).json({ code: error.errorId, message: error.message });
    }
  }
}

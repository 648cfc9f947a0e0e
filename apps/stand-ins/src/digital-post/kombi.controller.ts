import { Controller, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { OpenDoor } from '#security/door.js';
import { DigitalPostState } from './digital-post-state.js';
import { kombiAccepted, kombiRefused } from './kombi-reply.js';
import { readKombiRequest } from './kombi-request.js';
import { checkPlatformCall } from './platform-call.js';
import { PlatformError } from './platform-error.js';
import { ReceiptPusher } from './receipt-pusher.js';
import type { ScriptedAnswer } from './recipient-script.js';
import { requestBody } from './request-body.js';
import type { SentLetter } from './taken-letter.js';

/**
 * The door for sending, in the shape of "KombiPostAfsend" (SF1601). Digital Post takes a message id once, whoever asks how often; remote print
 * gives no such word, and prints what it is sent twice, so that a hub that sends paper twice is found out.
 */
@Controller('digital-post/service/KombiPostAfsend_1')
export class KombiController {
  constructor(
    private readonly state: DigitalPostState,
    private readonly pusher: ReceiptPusher,
  ) {}

  @Post('kombi')
  @OpenDoor('outside the municipality; the channel checks its own tokens')
  async send(@Req() request: Request, @Res() response: Response): Promise<void> {
    response.setHeader('content-type', 'application/xml; charset=utf-8');
    try {
      const body = await requestBody(request);
      checkPlatformCall(request, this.state);
      if (!/^application\/xml(;|$)/.test(request.headers['content-type'] ?? '')) {
        throw new PlatformError(415, 'INVALID', 'Content-Type is application/xml');
      }
      this.answer(readKombiRequest(body), response);
    } catch (error) {
      if (!(error instanceof PlatformError)) throw error;
      response.status(error.status).send(kombiRefused(error.errorId, error.message));
    }
  }

  private answer(letter: SentLetter, response: Response): void {
    if (letter.senderCvr !== null && !this.state.senders.has(letter.senderCvr)) {
      throw new PlatformError(403, 'SENDER_NOT_ALLOWED', 'No service agreement for this sender');
    }
    if (letter.channel === 'digital_post' && this.state.letters.has(letter.messageUuid)) {
      this.state.note(letter, 'duplicate');
      throw new PlatformError(400, 'DUPLICATE_MESSAGE_UUID', 'The message id has been used');
    }
    const scripted = this.state.nextAnswer(letter.recipientCpr);
    this.state.note(letter, scripted ?? 'accepted');
    if (scripted) return this.play(scripted, letter, response);
    if (letter.channel === 'digital_post' && this.state.isExempt(letter.recipientCpr)) {
      throw new PlatformError(400, 'NOT_ALLOWED', 'The recipient is exempt from Digital Post');
    }
    const { transmissionId } = this.state.take(letter);
    response.status(200).send(kombiAccepted(transmissionId));
    this.pusher.look();
  }

  private play(answer: ScriptedAnswer['kind'], letter: SentLetter, response: Response): void {
    switch (answer) {
      case 'temporary':
        throw new PlatformError(503, 'TEMPORARY', 'Try again later');
      case 'recipient_unknown':
        response.status(200).send(kombiRefused('RECIPIENT_UNKNOWN', 'The recipient is not known'));
        return;
      case 'invalid':
        throw new PlatformError(400, 'INVALID', 'The message breaks a rule');
      case 'busy':
        response.setHeader('retry-after', '2');
        throw new PlatformError(429, 'BUSY', 'Too many calls');
      case 'error_500':
        throw new PlatformError(500, 'INTERNAL', 'Something went wrong');
      case 'unauthorized':
        this.state.forgetTokens();
        throw new PlatformError(401, 'UNAUTHORIZED', 'The token is not valid');
      case 'accept_then_500':
        this.state.take(letter);
        response.status(500).type('text/html').send('<html><body>Bad gateway</body></html>');
        break;
      case 'accept_then_time_out':
        this.state.take(letter);
        break;
      case 'time_out':
        return;
      case 'cut_line':
        response.socket?.destroy();
        return;
    }
    this.pusher.look();
  }
}

import { Inject, Injectable } from '@nestjs/common';
import { DIGITAL_POST_OPTIONS, type DigitalPostOptions } from './digital-post-options.js';

const TIME_OUT_MS = 10_000;

/** Pushes to the hub with the channel's own token. */
@Injectable()
export class HubClient {
  constructor(@Inject(DIGITAL_POST_OPTIONS) private readonly options: DigitalPostOptions) {}

  async push(door: 'post-status' | 'incoming-post', xml: string): Promise<{ status: number; body: string }> {
    const answer = await fetch(`${this.options.notificationsUrl}/${door}`, {
      method: 'POST',
      headers: { 'content-type': 'application/xml', authorization: `Bearer ${await this.options.channelToken()}` },
      body: xml,
      signal: AbortSignal.timeout(TIME_OUT_MS),
    });
    return { status: answer.status, body: await answer.text() };
  }
}

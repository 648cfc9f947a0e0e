import { randomUUID } from 'node:crypto';
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { TransientError } from '#messaging/handling/transient-error.js';
import type { AccessTokens } from './access-tokens.js';
import { kombiRequest } from './kombi-request.js';
import { readKombiReply } from './kombi-reply.js';
import { LetterChannel, type KnownReceipts, type OutgoingLetter, type SendOutcome } from './letter-channel.js';
import { PulledReceiptsSchema, receiptOfPulled } from './pulled-receipt.js';
import { outcomeOfLineError, sendOutcome } from './send-outcome.rules.js';

const RegisteredSchema = z.object({ result: z.boolean() });
/** Only these words mean that the message is not known: a 404 of something in between must not let a letter go out twice. */
const ReceiptsAnswerSchema = z.union([PulledReceiptsSchema, z.object({ code: z.literal('memo.not.found') })]);

/**
 * Digital Post and remote print through the municipalities' service platform ("Afsend post", SF1601). The paths, headers and bodies are those
 * of public clients of the platform; the question for receipts has the shape of Digital Post's own interface.
 */
export class ServicePlatformChannel extends LetterChannel {
  constructor(
    private readonly baseUrl: string,
    private readonly tokens: AccessTokens,
    private readonly timeoutMs: number,
  ) {
    super();
  }

  async isRegistered(cpr: string): Promise<boolean> {
    const path = `/service/PostForespoerg_1/digitalpost?cprNumber=${encodeURIComponent(cpr)}`;
    return (await this.ask(path, RegisteredSchema)).result;
  }

  async receiptsOf(messageUuid: string): Promise<KnownReceipts> {
    const path = `/apis/v1/receipts/?memo-message-uuid=${encodeURIComponent(messageUuid)}`;
    const answer = await this.ask(path, ReceiptsAnswerSchema);
    return Array.isArray(answer) ? answer.map(receiptOfPulled) : null;
  }

  async send(letter: OutgoingLetter, at: Temporal.Instant): Promise<SendOutcome> {
    const transactionId = randomUUID();
    let token: string;
    try {
      token = await this.tokens.get();
    } catch {
      return { kind: 'refused_for_now', code: 'CHANNEL_TOKEN_MISSING' };
    }
    try {
      const body = kombiRequest(letter);
      let response = await this.post(body, token, transactionId, at);
      if (response.status === 401) {
        await response.body?.cancel();
        response = await this.post(body, await this.tokens.renew(token), transactionId, at);
      }
      const reply = readKombiReply(await response.text());
      return sendOutcome({
        status: response.status,
        retryAfterSeconds: secondsIn(response.headers.get('retry-after')),
        reply,
      });
    } catch (error) {
      if (error instanceof TransientError) return { kind: 'refused_for_now', code: error.code };
      return outcomeOfLineError(error);
    }
  }

  private post(body: string, token: string, transactionId: string, at: Temporal.Instant): Promise<Response> {
    return fetch(`${this.baseUrl}/service/KombiPostAfsend_1/kombi`, {
      method: 'POST',
      headers: {
        'content-type': 'application/xml',
        authorization: `Holder-of-key ${token}`,
        'x-TransaktionsId': transactionId,
        'x-TransaktionsTid': at.round('second').toString(),
      },
      body,
      signal: AbortSignal.timeout(this.timeoutMs),
    });
  }

  /** A question without effect: whatever goes wrong, it may be asked again. */
  private async ask<T>(path: string, schema: z.ZodType<T>): Promise<T> {
    try {
      const token = await this.tokens.get();
      let response = await this.get(path, token);
      if (response.status === 401) {
        await response.body?.cancel();
        response = await this.get(path, await this.tokens.renew(token));
      }
      if (response.ok || response.status === 404) return schema.parse(await response.json());
      await response.body?.cancel();
      throw new TransientError('CHANNEL_UNAVAILABLE');
    } catch (error) {
      throw error instanceof TransientError ? error : new TransientError('CHANNEL_UNREACHABLE', { cause: error });
    }
  }

  private get(path: string, token: string): Promise<Response> {
    const headers = {
      authorization: `Holder-of-key ${token}`,
      'x-TransaktionsId': randomUUID(),
      'x-TransaktionsTid': new Date().toISOString().replace(/\.\d+Z$/, 'Z'),
    };
    return fetch(`${this.baseUrl}${path}`, { headers, signal: AbortSignal.timeout(this.timeoutMs) });
  }
}

/** `Retry-After` in seconds; the form with a date is not used by this channel. */
function secondsIn(header: string | null): number | null {
  return header !== null && /^\d{1,6}$/.test(header) ? Number(header) : null;
}

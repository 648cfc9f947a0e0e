import { TransientError } from '#messaging/handling/transient-error.js';
import { z } from 'zod';

const AnswerSchema = z.object({
  access_token: z.string().min(1),
  token_type: z.literal('Holder-of-key'),
  expires_in: z.number().positive(),
});

/** Renewed after this share of its life, as other clients of the platform do. */
const RENEW_AFTER = 0.5;

/**
 * Access tokens of the service platform: a SAML token for our system is exchanged at AccessTokenService for a `Holder-of-key` token.
 * One is kept and shared; `renew` throws it away after the channel refused it.
 */
export class AccessTokens {
  private current: { token: string; renewAtMs: number } | null = null;
  private underWay: Promise<string> | null = null;

  constructor(
    private readonly url: string,
    private readonly samlToken: string,
    private readonly timeoutMs: number,
  ) {}

  async get(): Promise<string> {
    if (this.current && this.current.renewAtMs > Date.now()) return this.current.token;
    this.underWay ??= this.exchange().finally(() => (this.underWay = null));
    return this.underWay;
  }

  renew(refused: string): Promise<string> {
    if (this.current?.token === refused) this.current = null;
    return this.get();
  }

  /** Throws TransientError: no letter fails because no token could be had. */
  private async exchange(): Promise<string> {
    try {
      const response = await fetch(this.url, {
        method: 'POST',
        body: new URLSearchParams({ 'saml-token': this.samlToken }),
        signal: AbortSignal.timeout(this.timeoutMs),
      });
      if (!response.ok) throw new TransientError('CHANNEL_TOKEN_REFUSED');
      const { access_token, expires_in } = AnswerSchema.parse(await response.json());
      this.current = { token: access_token, renewAtMs: Date.now() + expires_in * 1000 * RENEW_AFTER };
      return access_token;
    } catch (error) {
      throw error instanceof TransientError ? error : new TransientError('CHANNEL_TOKEN_UNREACHABLE', { cause: error });
    }
  }
}

import { z } from 'zod';
import { fetchAgain } from './fetch-again.js';

const MetadataSchema = z.object({
  issuer: z.string(),
  jwks_uri: z.url(),
  token_endpoint: z.url(),
  authorization_endpoint: z.url().optional(),
  userinfo_endpoint: z.url().optional(),
});
export type IssuerMetadata = z.infer<typeof MetadataSchema>;

/** The one issuer of tokens that is trusted, and where its doors are (OpenID Connect Discovery), asked once. */
export class Issuer {
  private asked: Promise<IssuerMetadata> | undefined;

  constructor(readonly url: string) {}

  /** Throws when the issuer does not answer within two seconds or calls itself otherwise; the next call asks again. */
  metadata(): Promise<IssuerMetadata> {
    this.asked ??= this.ask().catch((error: unknown) => {
      this.asked = undefined;
      throw error;
    });
    return this.asked;
  }

  private async ask(): Promise<IssuerMetadata> {
    const response = await fetchAgain(`${this.url}/.well-known/openid-configuration`, {
      signal: AbortSignal.timeout(2000),
    });
    if (!response.ok) throw new Error(`The issuer answered ${response.status} when asked for its metadata`);
    const metadata = MetadataSchema.parse(await response.json());
    if (metadata.issuer !== this.url)
      throw new Error('The issuer calls itself by another name than the configured one');
    return metadata;
  }
}

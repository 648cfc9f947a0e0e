import { EncryptJWT, errors, jwtDecrypt } from 'jose';

/** What a cookie of the pages may hold: the login under way, or the access token of the one who logged in. */
export type CookieContent =
  | {
      readonly kind: 'login';
      readonly state: string;
      readonly nonce: string;
      readonly verifier: string;
      readonly back: string;
    }
  | {
      readonly kind: 'session';
      readonly token: string;
      /** What a form of this login carries; no other site can know it. */
      readonly csrf: string;
    };

/** Cookies that only this service can read and write (JWE, A256GCM). */
export class SessionCookie {
  private readonly key: Uint8Array;

  constructor(base64Key: string) {
    this.key = Buffer.from(base64Key, 'base64');
    if (this.key.length !== 32) throw new Error('COOKIE_KEY must be 32 bytes in base64');
  }

  seal(content: CookieContent, lifetimeSeconds: number): Promise<string> {
    return new EncryptJWT({ content })
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
      .setExpirationTime(new Date(Date.now() + lifetimeSeconds * 1000))
      .encrypt(this.key);
  }

  /** Null for a cookie that is missing, foreign, changed or expired. */
  async open(text: string | null): Promise<CookieContent | null> {
    if (text === null) return null;
    try {
      const { payload } = await jwtDecrypt(text, this.key);
      return payload['content'] as CookieContent;
    } catch (error) {
      if (error instanceof errors.JOSEError) return null;
      throw error;
    }
  }
}

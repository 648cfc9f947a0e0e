import { Injectable } from '@nestjs/common';
import type { Temporal } from 'temporal-polyfill';
import type { Tx } from '#persistence/tx.js';
import type { LoginSecrets } from '../login/browser-login.js';
import { LOGIN_MINUTES } from './session-times.js';

/** Logins under way, by the hashes of their state and of the browser that began them. */
@Injectable()
export class LoginsStore {
  async insert(
    tx: Tx,
    login: { stateHash: Buffer; browserHash: Buffer; secrets: LoginSecrets; returnTo: string },
    at: Temporal.Instant,
  ): Promise<void> {
    await tx.query(
      'insert into portal_login (state_hash, browser_hash, secrets, return_to, began_at) values ($1, $2, $3, $4, $5)',
      [login.stateHash, login.browserHash, JSON.stringify(login.secrets), login.returnTo, at.toString()],
    );
  }

  /** Null for a state that nobody began, that another browser began, that is too old, or that was taken before: each serves once. */
  async take(
    tx: Tx,
    stateHash: Buffer,
    browserHash: Buffer,
    at: Temporal.Instant,
  ): Promise<{ secrets: LoginSecrets; returnTo: string } | null> {
    const [row] = await tx.query<{ secrets: LoginSecrets; return_to: string }>(
      `delete from portal_login where state_hash = $1 and browser_hash = $2
         and began_at > $3::timestamptz - interval '${LOGIN_MINUTES} minutes' returning secrets, return_to`,
      [stateHash, browserHash, at.toString()],
    );
    return row ? { secrets: row.secrets, returnTo: row.return_to } : null;
  }

  async purge(tx: Tx, at: Temporal.Instant): Promise<number> {
    const rows = await tx.query(
      `delete from portal_login where began_at <= $1::timestamptz - interval '${LOGIN_MINUTES} minutes' returning 1`,
      [at.toString()],
    );
    return rows.length;
  }
}

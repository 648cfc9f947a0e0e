import { Injectable } from '@nestjs/common';
import type { Cpr } from '#contracts/cpr.js';
import type { Tx } from '#persistence/tx.js';
import { CprVault } from '../register/cpr-vault.js';

/** Far longer than any reading of the register takes. */
const KEPT_FOR = '1 hour';
const FORGOTTEN_AT_A_TIME = 10;

/**
 * About whom the register has told that something changed, known here or not. A reading that is under way at that moment may be about a
 * child that is only being registered: it finds the notice when it is kept.
 */
@Injectable()
export class RegisterNoticesStore {
  constructor(private readonly vault: CprVault) {}

  /** Readings about that person which began before this moment are good for nothing. */
  async note(tx: Tx, cpr: Cpr): Promise<void> {
    await this.lock(tx, [cpr]);
    await tx.query(
      `insert into register_notice (cpr_hash, reading) values ($1, nextval('custody_reading'))
       on conflict (cpr_hash) do update set reading = excluded.reading, heard_at = excluded.heard_at`,
      [this.vault.hash(cpr)],
    );
    await tx.query(
      `delete from register_notice where cpr_hash in (
         select cpr_hash from register_notice where heard_at < now() - $1::interval
         order by heard_at limit $2 for update skip locked)`,
      [KEPT_FOR, FORGOTTEN_AT_A_TIME],
    );
  }

  /** The latest notice about any of these people, 0 when there is none. Later ones wait until the transaction ends. */
  async latest(tx: Tx, numbers: readonly Cpr[]): Promise<number> {
    await this.lock(tx, numbers);
    const [row] = await tx.query<{ reading: string }>(
      'select coalesce(max(reading), 0) as reading from register_notice where cpr_hash = any($1)',
      [numbers.map((cpr) => this.vault.hash(cpr))],
    );
    return Number(row!.reading);
  }

  /** In one order for all, so that families that share a parent do not wait in a circle. */
  private async lock(tx: Tx, numbers: readonly Cpr[]): Promise<void> {
    await tx.query(
      `select pg_advisory_xact_lock(hashtextextended(hash, 2))
       from (select distinct hash from unnest($1::text[]) as hash order by hash) as numbers`,
      [numbers.map((cpr) => this.vault.hash(cpr))],
    );
  }
}

import { Injectable } from '@nestjs/common';
import { Temporal } from 'temporal-polyfill';
import type { Cpr } from '#contracts/cpr.js';
import { DELETIONS_LOCK } from '#messaging/deletion/forgotten-keys.js';
import type { Tx } from '#persistence/tx.js';
import { CprVault } from '../register/cpr-vault.js';

export interface ChildRecord {
  childId: string;
  municipality: string;
  healthVisitingUnit: string;
  birthDate: Temporal.PlainDate;
  /** The id by which the child itself uses the portal, from the 15th birthday; null before anybody needed one. */
  youngPersonId: string | null;
}

interface ChildRow {
  child_id: string;
  municipality: string;
  health_visiting_unit: string;
  birth_date: string;
  young_person_id: string | null;
}

const COLUMNS = `child_id, municipality, health_visiting_unit, birth_date::text,
  (select coalesce(same_as, guardian_id) from guardian where guardian_id = young_person_id) as young_person_id`;

/** The children registered with a health-visiting unit, and every number each of them has had. */
@Injectable()
export class ChildrenStore {
  constructor(private readonly vault: CprVault) {}

  async find(tx: Tx, childId: string): Promise<ChildRecord | null> {
    return (await this.findAll(tx, [childId]))[0] ?? null;
  }

  async findAll(tx: Tx, childIds: readonly string[]): Promise<ChildRecord[]> {
    const rows = await tx.query<ChildRow>(`select ${COLUMNS} from child where child_id = any($1::uuid[])`, [childIds]);
    return rows.map(recordOf);
  }

  /** The same, and no child is deleted any more before the transaction ends; one that is being deleted may still be among them. */
  async findAndKeep(tx: Tx, childIds: readonly string[]): Promise<ChildRecord[]> {
    const rows = await tx.query<ChildRow>(
      `with held as materialized (select pg_advisory_xact_lock_shared(${DELETIONS_LOCK}))
       select ${COLUMNS} from held, child where child_id = any($1::uuid[])`,
      [childIds],
    );
    return rows.map(recordOf);
  }

  /** The child a consent is about. */
  async ofConsent(tx: Tx, consentId: string): Promise<ChildRecord | null> {
    const [row] = await tx.query<ChildRow>(
      `select ${COLUMNS} from child where child_id = (select child_id from consent where consent_id = $1)`,
      [consentId],
    );
    return row ? recordOf(row) : null;
  }

  /** The child that has, or has had, one of the numbers. */
  async findByNumbers(tx: Tx, municipality: string, numbers: readonly Cpr[]): Promise<ChildRecord | null> {
    const rows = await tx.query<ChildRow>(
      `select ${COLUMNS} from child join child_number using (child_id, municipality)
       where municipality = $1 and cpr_hash = any($2) limit 1`,
      [municipality, numbers.map((cpr) => this.vault.hash(cpr))],
    );
    return rows[0] ? recordOf(rows[0]) : null;
  }

  /** Those of the hashes that belong to a child of the municipality. */
  findByHashes(
    tx: Tx,
    municipality: string,
    hashes: readonly string[],
  ): Promise<{ cprHash: string; childId: string; birthDate: string }[]> {
    return tx.query(
      `select n.cpr_hash as "cprHash", n.child_id as "childId", c.birth_date::text as "birthDate"
       from child_number n join child c using (child_id)
       where n.municipality = $1 and n.cpr_hash = any($2::text[])`,
      [municipality, hashes],
    );
  }

  /** Children with that number in any municipality: an event of the register names no municipality. */
  async idsByNumber(tx: Tx, cpr: Cpr): Promise<string[]> {
    const rows = await tx.query<{ child_id: string }>('select child_id from child_number where cpr_hash = $1', [
      this.vault.hash(cpr),
    ]);
    return rows.map(({ child_id }) => child_id);
  }

  /** The registered children that this user of the portal is. */
  async ofYoungPerson(tx: Tx, youngPersonId: string): Promise<string[]> {
    const rows = await tx.query<{ child_id: string }>(
      `select child_id from child
       where young_person_id in (select guardian_id from guardian where guardian_id = $1 or same_as = $1)`,
      [youngPersonId],
    );
    return rows.map(({ child_id }) => child_id);
  }

  /** The number the child had when it was last read, and the municipality that asks for it. Null: no such child. */
  async currentNumber(tx: Tx, childId: string): Promise<{ municipality: string; cpr: Cpr } | null> {
    const [row] = await tx.query<{ municipality: string; cpr_sealed: Buffer }>(
      'select municipality, cpr_sealed from child where child_id = $1',
      [childId],
    );
    return row ? { municipality: row.municipality, cpr: this.vault.openCpr(row.cpr_sealed) } : null;
  }

  /** Holds back others who are about to register a child born that day in the municipality, until the transaction ends. */
  async lockBirthDate(tx: Tx, municipality: string, birthDate: Temporal.PlainDate): Promise<void> {
    await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 1))', [municipality + birthDate.toString()]);
  }

  async insert(tx: Tx, child: ChildRecord, cpr: Cpr, at: Temporal.Instant): Promise<void> {
    await tx.query(
      `insert into child (child_id, municipality, health_visiting_unit, birth_date, cpr_sealed, registered_at, seal_key_id)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [
        child.childId,
        child.municipality,
        child.healthVisitingUnit,
        child.birthDate.toString(),
        this.vault.sealCpr(cpr),
        at.toString(),
        this.vault.sealKeyId,
      ],
    );
  }

  /** The id by which the child itself uses the portal from now on. */
  async nameYoungPerson(tx: Tx, childId: string, youngPersonId: string): Promise<void> {
    await tx.query('update child set young_person_id = $2 where child_id = $1', [childId, youngPersonId]);
  }

  /** Keeps custody of the child from being read anew, and consents from following it, until the transaction ends. */
  async lock(tx: Tx, childId: string): Promise<void> {
    await tx.query('select from child where child_id = $1 for share', [childId]);
  }

  async moveToUnit(tx: Tx, childId: string, healthVisitingUnit: string): Promise<void> {
    await tx.query('update child set health_visiting_unit = $2 where child_id = $1', [childId, healthVisitingUnit]);
  }

  /** Remembers every number the child is known by; the last one is the current one. */
  async rememberNumbers(
    tx: Tx,
    child: Pick<ChildRecord, 'childId' | 'municipality'>,
    numbers: readonly Cpr[],
  ): Promise<void> {
    const added = await tx.query(
      `insert into child_number (municipality, cpr_hash, child_id)
       select $1, hash, $2 from unnest($3::text[]) as hash on conflict do nothing returning 1`,
      [child.municipality, child.childId, numbers.map((cpr) => this.vault.hash(cpr))],
    );
    if (added.length === 0) return;
    await tx.query('update child set cpr_sealed = $2, seal_key_id = $3 where child_id = $1', [
      child.childId,
      this.vault.sealCpr(numbers.at(-1)!),
      this.vault.sealKeyId,
    ]);
  }
}

const recordOf = (row: ChildRow): ChildRecord => ({
  childId: row.child_id,
  municipality: row.municipality,
  healthVisitingUnit: row.health_visiting_unit,
  birthDate: Temporal.PlainDate.from(row.birth_date),
  youngPersonId: row.young_person_id,
});

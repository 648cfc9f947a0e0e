import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { Temporal } from 'temporal-polyfill';
import type { Cpr } from '#contracts/cpr.js';
import { log } from '#observability/log.js';
import type { Tx } from '#persistence/tx.js';
import { CprVault } from '../register/cpr-vault.js';
import type { FoundPerson } from '../register/look-up-person.js';

export type Language = 'da' | 'en';

export interface GuardianRecord {
  guardianId: string;
  municipality: string;
  cpr: Cpr;
  name: string;
  /** persondata.status when last read. */
  status: number;
  language: Language;
  readAt: Temporal.Instant;
}

interface GuardianRow {
  guardian_id: string;
  municipality: string;
  cpr_sealed: Buffer;
  name_sealed: Buffer;
  status: number;
  language: Language;
  read_at: Date;
}

/** What is known of a person: the ids, each with the language of its letters; the children that may be the person's; the person as a child. */
export interface KnownAround {
  ids: string[];
  languages: Record<string, Language>;
  childIds: string[];
  asChildId: string | null;
}

/**
 * People who hold or held custody of a registered child: one lasting id for each person and municipality, whatever number they have. Two
 * numbers may be met before the register tells that they are one person's: the id met first is then the person's, and the other one goes on
 * standing for it (`same_as`) wherever it was told to.
 */
@Injectable()
export class GuardiansStore {
  constructor(private readonly vault: CprVault) {}

  async find(tx: Tx, guardianId: string): Promise<GuardianRecord | null> {
    const [row] = await tx.query<GuardianRow>(
      'select * from guardian where guardian_id = (select coalesce(same_as, guardian_id) from guardian where guardian_id = $1)',
      [guardianId],
    );
    return row ? this.recordOf(row) : null;
  }

  /**
   * The ids by which a person with one of these numbers is known in the municipality, the one met first at the head. Normally one or none;
   * two when two numbers of one person were met before the register told that they belong together.
   */
  async idsByNumbers(tx: Tx, municipality: string, numbers: readonly Cpr[]): Promise<string[]> {
    const rows = await tx.query<{ guardian_id: string }>(
      `select g.guardian_id from guardian_number n join guardian g using (guardian_id)
       where n.municipality = $1 and n.cpr_hash = any($2) group by g.guardian_id, g.met order by g.met`,
      [municipality, numbers.map((cpr) => this.vault.hash(cpr))],
    );
    return rows.map(({ guardian_id }) => guardian_id);
  }

  /**
   * What is known of the person with one of these numbers, in one statement: the ids as `idsByNumbers` has them, the registered children that
   * may be the person's (by their own hashes, or because the latest custody answer named the person), and the person as a child.
   */
  async around(
    tx: Tx,
    municipality: string,
    own: readonly Cpr[],
    childHashes: readonly string[],
  ): Promise<KnownAround> {
    const [row] = await tx.query<KnownAround>(
      `with met as (
         select distinct g.guardian_id, g.met from guardian_number n join guardian g using (guardian_id)
         where n.municipality = $1 and n.cpr_hash = any($2::text[]))
       select
         array(select guardian_id from met order by met) as ids,
         (select coalesce(json_object_agg(guardian_id, language), '{}') from guardian join met using (guardian_id)) as languages,
         array(
           select child_id from child_number where municipality = $1 and cpr_hash = any($3::text[])
           union
           select child_id from custody_holder where guardian_id = any(array(
             select guardian_id from met
             union all
             select guardian_id from guardian where same_as = any(array(select guardian_id from met))))
           order by child_id
         ) as "childIds",
         (select child_id from child_number where municipality = $1 and cpr_hash = any($2::text[]) limit 1) as "asChildId"`,
      [municipality, own.map((cpr) => this.vault.hash(cpr)), childHashes],
    );
    return row!;
  }

  /** Registered children whose latest custody answer names a person with that number, in any municipality. */
  async childrenOfNumber(tx: Tx, cpr: Cpr): Promise<string[]> {
    const rows = await tx.query<{ child_id: string }>(
      `select distinct h.child_id from guardian_number n
       join guardian g on n.guardian_id in (g.guardian_id, g.same_as) join custody_holder h on h.guardian_id = g.guardian_id
       where n.cpr_hash = $1`,
      [this.vault.hash(cpr)],
    );
    return rows.map(({ child_id }) => child_id);
  }

  async childrenOf(tx: Tx, guardianIds: readonly string[]): Promise<string[]> {
    const rows = await tx.query<{ child_id: string }>(
      `select distinct child_id from custody_holder
       where guardian_id in (select guardian_id from guardian where guardian_id = any($1::uuid[]) or same_as = any($1::uuid[]))`,
      [guardianIds],
    );
    return rows.map(({ child_id }) => child_id);
  }

  /** The numbers by which the child's holders of custody were known when it was last read. */
  async numbersOfHolders(tx: Tx, childId: string): Promise<Cpr[]> {
    const rows = await tx.query<{ cpr_sealed: Buffer }>(
      `select cpr_sealed from guardian where guardian_id in (
         select coalesce(same_as, guardian_id) from custody_holder join guardian using (guardian_id) where child_id = $1)`,
      [childId],
    );
    return rows.map(({ cpr_sealed }) => this.vault.openCpr(cpr_sealed));
  }

  /** Of these ids, those that stand for another one, with the one they stand for. */
  async lastingIds(tx: Tx, guardianIds: readonly string[]): Promise<Map<string, string>> {
    const rows = await tx.query<{ guardian_id: string; same_as: string }>(
      'select guardian_id, same_as from guardian where guardian_id = any($1::uuid[]) and same_as is not null',
      [guardianIds],
    );
    return new Map(rows.map(({ guardian_id, same_as }) => [guardian_id, same_as]));
  }

  /**
   * Keeps what the register said about the person and returns the lasting id. Concurrent calls for one person give one id. What a later
   * reading said is not overwritten.
   */
  async keep(
    tx: Tx,
    municipality: string,
    { person, numbers }: FoundPerson,
    reading: number,
    readAt: Temporal.Instant,
  ): Promise<string> {
    const hashes = [...new Set(numbers.map((cpr) => this.vault.hash(cpr)))].sort();
    for (const hash of hashes)
      await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [municipality + hash]);
    const [known, ...others] = await this.idsByNumbers(tx, municipality, numbers);
    const guardianId = known ?? randomUUID();
    await tx.query(
      `insert into guardian (guardian_id, municipality, cpr_sealed, name_sealed, status, read_at, reading, seal_key_id)
       values ($1, $2, $3, $4, $5, $6, $7, $8)
       on conflict (guardian_id) do update
       set cpr_sealed = excluded.cpr_sealed, name_sealed = excluded.name_sealed, status = excluded.status, read_at = excluded.read_at,
           reading = excluded.reading, seal_key_id = excluded.seal_key_id
       where guardian.reading <= excluded.reading`,
      [
        guardianId,
        municipality,
        this.vault.sealCpr(person.cpr),
        this.vault.seal(person.name, 'name'),
        person.status,
        readAt.toString(),
        reading,
        this.vault.sealKeyId,
      ],
    );
    if (others.length > 0) await this.join(tx, guardianId, others);
    await tx.query(
      `insert into guardian_number (municipality, cpr_hash, guardian_id)
       select $1, hash, $2 from unnest($3::text[]) as hash on conflict do nothing`,
      [municipality, guardianId, hashes],
    );
    return guardianId;
  }

  /** False when there is no such guardian. */
  async speak(tx: Tx, guardianId: string, language: Language): Promise<boolean> {
    const rows = await tx.query(
      `update guardian set language = $2
       where guardian_id = (select coalesce(same_as, guardian_id) from guardian where guardian_id = $1) returning 1`,
      [guardianId, language],
    );
    return rows.length > 0;
  }

  /** These ids are one person's: from now on the first stands for all of them. */
  private async join(tx: Tx, guardianId: string, others: readonly string[]): Promise<void> {
    await tx.query('update guardian_number set guardian_id = $1 where guardian_id = any($2::uuid[])', [
      guardianId,
      others,
    ]);
    await tx.query(
      'update guardian set same_as = $1 where guardian_id = any($2::uuid[]) or same_as = any($2::uuid[])',
      [guardianId, others],
    );
    log.info('Two guardians are one person', { guardianId, count: others.length });
  }

  private recordOf(row: GuardianRow): GuardianRecord {
    return {
      guardianId: row.guardian_id,
      municipality: row.municipality,
      cpr: this.vault.openCpr(row.cpr_sealed),
      name: this.vault.open(row.name_sealed, 'name'),
      status: row.status,
      language: row.language,
      readAt: Temporal.Instant.fromEpochMilliseconds(row.read_at.getTime()),
    };
  }
}

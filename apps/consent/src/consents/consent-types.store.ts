import { Injectable } from '@nestjs/common';
import type { Tx } from '#persistence/tx.js';
import { ConsentTypeContentSchema, type ConsentType, type ConsentTypeContent } from './consent-type.js';
import { standardConsentTypes } from './standard-consent-types.js';

interface TypeRow {
  name: string;
  version: number;
  content: unknown;
}

/** The kinds of consent of each municipality: its own versions in front of the standard ones. */
@Injectable()
export class ConsentTypesStore {
  /** The newest version of each type, by name. */
  async inForce(tx: Tx, municipality: string): Promise<ConsentType[]> {
    const rows = await tx.query<TypeRow>(
      `select distinct on (name) name, version, content from consent_type where municipality = $1 order by name, version desc`,
      [municipality],
    );
    const own = rows.map((row) => ({
      ...ConsentTypeContentSchema.parse(row.content),
      name: row.name,
      version: row.version,
    }));
    const standard = standardConsentTypes.filter(({ name }) => !own.some((type) => type.name === name));
    return [...own, ...standard].sort((one, other) => (one.name < other.name ? -1 : 1));
  }

  async find(tx: Tx, municipality: string, name: string): Promise<ConsentType | null> {
    return (await this.inForce(tx, municipality)).find((type) => type.name === name) ?? null;
  }

  /** Adds the next version and returns it. Two who add one at the same moment get two versions. */
  async add(
    tx: Tx,
    municipality: string,
    name: string,
    content: ConsentTypeContent,
    set: { at: string; by: string },
  ): Promise<ConsentType> {
    await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 2))', [`${municipality} ${name}`]);
    const version = ((await this.find(tx, municipality, name))?.version ?? 0) + 1;
    await tx.query(
      'insert into consent_type (municipality, name, version, content, set_at, set_by) values ($1, $2, $3, $4, $5, $6)',
      [municipality, name, version, JSON.stringify(content), set.at, set.by],
    );
    return { ...content, name, version };
  }
}

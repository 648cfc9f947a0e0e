import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import type { Tx } from '#persistence/tx.js';
import type { LogDigest } from './child-deletion.js';

/** Named one by one: a column that a later version adds must not change what was kept. */
const COLUMNS = `log_id, at, municipality, asker_kind, asker, role, organisation, document_kind, document_id, action, outcome, code, rule,
  line, relation, consent_id, consent_state`;

const DIGESTS = `
  select to_char(at at time zone 'UTC', 'YYYY-MM') as month, count(*)::int as rows,
         encode(sha256(convert_to(string_agg(jsonb_build_array(${COLUMNS})::text, E'\\n' order by at, log_id), 'UTF8')), 'hex') as digest
  from access_log where child_id = $1 group by 1 order by 1`;

type Digests = Record<string, LogDigest>;

interface KeptLog {
  readonly logChildId: string;
  readonly logDigests: Readonly<Digests>;
}

/**
 * What the access log holds of a deleted child. Its lines stay as they are; a new random id takes the place of the child's, so that the
 * lines still belong together and lead to nobody.
 */
@Injectable()
export class LogOfDeleted {
  /** Throws when any other part of a line would change. */
  async unlink(tx: Tx, childId: string): Promise<{ logChildId: string; logDigests: Digests }> {
    const logChildId = randomUUID();
    const before = await this.digests(tx, childId);
    await tx.query(`select set_config('hub.deletes_child', $1, true)`, [childId]);
    await tx.query('update access_log set child_id = $2 where child_id = $1', [childId, logChildId]);
    const logDigests = await this.digests(tx, logChildId);
    if (JSON.stringify(before) !== JSON.stringify(logDigests)) throw new Error('The access log would have changed');
    return { logChildId, logDigests };
  }

  /** Whether all lines stand as they did. A month may be missing only with its part of the log, which leaves after the time of keeping. */
  async verify(tx: Tx, municipality: string, { logChildId, logDigests }: KeptLog): Promise<boolean> {
    const found = await this.digests(tx, logChildId);
    const missing = Object.keys(logDigests).filter((month) => !(month in found));
    const parts = missing.map((month) => `access_log_${month.replace('-', '_')}_${municipality}`);
    const there = await tx.query(
      'select from unnest($1::text[]) as part where to_regclass(quote_ident(part)) is not null',
      [parts],
    );
    return (
      there.length === 0 && Object.entries(found).every(([month, { digest }]) => digest === logDigests[month]?.digest)
    );
  }

  private async digests(tx: Tx, childId: string): Promise<Digests> {
    const rows = await tx.query<LogDigest & { month: string }>(DIGESTS, [childId]);
    return Object.fromEntries(rows.map(({ month, rows: count, digest }) => [month, { rows: count, digest }]));
  }
}

import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import type { Tx } from '#persistence/tx.js';
import type { LogDigest } from './child-deletion.js';

const DIGESTS = `
  select to_char(at at time zone 'UTC', 'YYYY-MM') as month, count(*)::int as rows,
         encode(sha256(convert_to(string_agg((to_jsonb(access_log) - 'child_id')::text, E'\\n' order by at, log_id), 'UTF8')), 'hex') as digest
  from access_log where child_id = $1 group by 1 order by 1`;

type Digests = Record<string, LogDigest>;

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

  /** Whether all lines stand as they did; a month that has left with the time of keeping is not missed. */
  async verify(tx: Tx, logChildId: string, kept: Readonly<Digests>): Promise<boolean> {
    const found = await this.digests(tx, logChildId);
    const months = Object.keys(found);
    const oldest = months[0] ?? '';
    const missing = Object.keys(kept).some((month) => month >= oldest && months.length > 0 && !(month in found));
    return !missing && months.every((month) => found[month]!.digest === kept[month]?.digest);
  }

  private async digests(tx: Tx, childId: string): Promise<Digests> {
    const rows = await tx.query<LogDigest & { month: string }>(DIGESTS, [childId]);
    return Object.fromEntries(rows.map(({ month, rows: count, digest }) => [month, { rows: count, digest }]));
  }
}

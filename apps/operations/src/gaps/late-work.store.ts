import type { Tx } from '#persistence/tx.js';
import type { WaitingWork } from './late-work.rules.js';

/** Work that was found late, from when on, and when it was done after all. */
export interface LateWork {
  readonly service: string;
  readonly kind: string;
  readonly waiting: number;
  readonly since: string;
  readonly detectedAt: string;
  readonly closedAt: string | null;
}

/** Late work of the services, in real time: the same for every municipality. */
export class LateWorkStore {
  /** Notes what is late and was not noted; answers that. Several instances may look at once. */
  async open(tx: Tx, late: readonly WaitingWork[]): Promise<{ service: string; kind: string }[]> {
    if (late.length === 0) return [];
    return tx.query(
      `INSERT INTO late_work (service, kind, waiting, since, detected_at)
       SELECT s, k, w, now() - make_interval(secs => a), now()
       FROM unnest($1::text[], $2::text[], $3::int[], $4::float8[]) AS given(s, k, w, a)
       ON CONFLICT (service, kind) WHERE closed_at IS NULL DO NOTHING
       RETURNING service, kind`,
      [
        late.map(({ service }) => service),
        late.map(({ kind }) => kind),
        late.map(({ waiting }) => waiting),
        late.map(({ ageSeconds }) => ageSeconds),
      ],
    );
  }

  /** Closes what is no longer late, of that which was seen. */
  async close(tx: Tx, inTime: readonly Pick<WaitingWork, 'service' | 'kind'>[]): Promise<void> {
    if (inTime.length === 0) return;
    await tx.query(
      `UPDATE late_work SET closed_at = now()
       WHERE closed_at IS NULL AND (service, kind) IN (SELECT * FROM unnest($1::text[], $2::text[]))`,
      [inTime.map(({ service }) => service), inTime.map(({ kind }) => kind)],
    );
  }

  /** Latest first. */
  async list(tx: Tx, { state, limit }: { state: 'open' | 'closed'; limit: number }): Promise<LateWork[]> {
    const rows = await tx.query<{
      service: string;
      kind: string;
      waiting: number;
      since: Date;
      detected_at: Date;
      closed_at: Date | null;
    }>(
      `SELECT service, kind, waiting, since, detected_at, closed_at FROM late_work
       WHERE (closed_at IS NULL) = $1 ORDER BY detected_at DESC, service, kind LIMIT $2`,
      [state === 'open', limit],
    );
    return rows.map(({ service, kind, waiting, since, detected_at: detectedAt, closed_at: closedAt }) => ({
      service,
      kind,
      waiting,
      since: since.toISOString(),
      detectedAt: detectedAt.toISOString(),
      closedAt: closedAt?.toISOString() ?? null,
    }));
  }
}

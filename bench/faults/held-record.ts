import type pg from 'pg';
import type { FaultGround } from '../campaign/fault-ground.js';

/**
 * Holds a child's record locked in screening's database, as a forgotten session of somebody's would: whoever handles an event about the
 * child hangs.
 */
export class HeldRecord {
  private constructor(private readonly session: pg.Client) {}

  static async of(ground: FaultGround, childId: string): Promise<HeldRecord> {
    const session = await ground.session('screening');
    await session.query('begin');
    await session.query('select from child_record where child_id = $1 for update', [childId]);
    return new HeldRecord(session);
  }

  async release(): Promise<void> {
    await this.session.query('rollback');
    await this.session.end();
  }
}

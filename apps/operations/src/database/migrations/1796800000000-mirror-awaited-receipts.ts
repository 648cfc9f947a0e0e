import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Instances of the version before `awaited_step` go on writing `awaited_receipt` while an upgrade lasts. What they write there stands in `awaited_step`
 * at once, in their own transaction: otherwise a letter that one of them heard of would never be missed, and one whose receipt it heard would be.
 * A contract migration of a later version drops the table, and this with it.
 */
export class MirrorAwaitedReceipts1796800000000 implements MigrationInterface {
  readonly name = 'MirrorAwaitedReceipts1796800000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION mirror_awaited_receipt() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        ${intoSteps('SELECT new.*')};
        RETURN NULL;
      END $$`);
    await runner.query(`
      CREATE TRIGGER awaited_receipt_mirrored AFTER INSERT OR UPDATE ON awaited_receipt
      FOR EACH ROW EXECUTE FUNCTION mirror_awaited_receipt()`);
    // What was written since the table was taken over. Later changes wait for this transaction and then meet the trigger.
    await runner.query(intoSteps('SELECT * FROM awaited_receipt'));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TRIGGER awaited_receipt_mirrored ON awaited_receipt');
    await runner.query('DROP FUNCTION mirror_awaited_receipt');
  }
}

/** What has ended stays ended, and a gap that was told of is not told of again. */
const intoSteps = (receipts: string): string => `
  INSERT INTO awaited_step AS step (step, about, trace_id, municipality, letter_id, since, due_at, ended_at, gap_detected_at)
  SELECT 'letter.delivered', letter_id::text, trace_id, municipality, letter_id, submitted_at,
         submitted_at + interval '24 hours', ended_at, gap_detected_at
  FROM (${receipts}) AS receipt
  ON CONFLICT (step, about, trace_id) DO UPDATE
  SET ended_at = coalesce(step.ended_at, excluded.ended_at),
      gap_detected_at = coalesce(step.gap_detected_at, excluded.gap_detected_at)
  WHERE step.ended_at IS NULL`;

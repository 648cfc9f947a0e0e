import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who is logged in to the pages, and who is on the way. Neither a session's id nor a CPR number can be read from it. */
export class CreatePortalSessions1796200000000 implements MigrationInterface {
  readonly name = 'CreatePortalSessions1796200000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE portal_session (
        id_hash bytea PRIMARY KEY,
        person_key bytea NOT NULL,
        municipality text NOT NULL,
        cpr_sealed bytea NOT NULL,
        broker text NOT NULL,
        assurance text NOT NULL CHECK (assurance IN ('substantial', 'high')),
        authenticated_at timestamptz NOT NULL,
        created_at timestamptz NOT NULL,
        last_seen_at timestamptz NOT NULL
      );
      CREATE INDEX portal_session_person ON portal_session (person_key);
      CREATE TABLE portal_login (
        state_hash bytea PRIMARY KEY,
        browser_hash bytea NOT NULL,
        secrets jsonb NOT NULL,
        return_to text NOT NULL,
        began_at timestamptz NOT NULL
      );
      CREATE INDEX portal_login_began ON portal_login (began_at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE portal_login; DROP TABLE portal_session;');
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What parents without custody ask about a child, and how a leader answered. Who asks and every word stand sealed. */
export class InformationRequests1795400100005 implements MigrationInterface {
  readonly name = 'InformationRequests1795400100005';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table information_request (
        information_request_id uuid primary key,
        request_no bigint generated always as identity,
        child_id uuid not null references child,
        municipality text not null,
        kinship text not null check (kinship in ('legal_parent', 'none')),
        requester_cpr_sealed bytea not null,
        requester_name_sealed bytea not null,
        question_sealed bytea not null,
        requested_at timestamptz not null,
        answered_at timestamptz,
        answered_by text,
        outcome text check (outcome in ('given', 'refused')),
        reason_sealed bytea,
        check ((answered_at is null) = (outcome is null) and (outcome is null) = (reason_sealed is null)
          and (outcome is null) = (answered_by is null))
      )`);
    await runner.query('create index information_request_child on information_request (child_id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table information_request');
  }
}

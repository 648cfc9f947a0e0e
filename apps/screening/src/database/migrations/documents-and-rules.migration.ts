import type { MigrationInterface, QueryRunner } from 'typeorm';
import { defaultRules } from '../../rule-sets/rule-set.js';

/** What health visitors write, the rules of each municipality, and the protocol of rebuilds. */
export class DocumentsAndRules1795400000102 implements MigrationInterface {
  readonly name = 'DocumentsAndRules1795400000102';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table document_text (
        document_id uuid not null,
        version int not null,
        child_id uuid not null,
        text text not null,
        primary key (document_id, version)
      )`);
    await runner.query(`
      create table document (
        document_id uuid primary key,
        child_id uuid not null
      )`);
    await runner.query(`
      create table rule_set (
        municipality text not null,
        version int not null,
        content jsonb not null,
        set_at timestamptz not null,
        set_by text,
        primary key (municipality, version)
      )`);
    await runner.query(`insert into rule_set (municipality, version, content, set_at) values ('K1', 1, $1, $2)`, [
      JSON.stringify(defaultRules),
      '2026-01-01T00:00:00Z',
    ]);
    await runner.query(`
      create table rebuild (
        rebuild_id uuid primary key,
        child_id uuid,
        started_at timestamptz not null,
        finished_at timestamptz,
        started_by text not null,
        progress jsonb not null
      )`);
    await runner.query(`
      create table child_record_shadow (
        rebuild_id uuid not null,
        child_id uuid not null,
        municipality text not null,
        revision int not null,
        record jsonb not null,
        primary key (rebuild_id, child_id)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['child_record_shadow', 'rebuild', 'rule_set', 'document', 'document_text']) {
      await runner.query(`drop table ${table}`);
    }
  }
}

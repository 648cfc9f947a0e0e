import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MigrationExecutor, type DataSource, type MigrationInterface } from 'typeorm';
import { projectRoot } from '#local/project-root.js';
import { messagingMigrations } from '#messaging/database/migrations.js';
import type { ContractMigration } from '#persistence/contract-migration.js';
import { createDataSource } from '#persistence/data-source.js';
import { testDatabase, type TestDatabase } from '#testing/test-database.js';
import { consentService } from '../../apps/consent/src/consent.service.js';
import { notificationsService } from '../../apps/notifications/src/notifications.service.js';
import { novaxAdapterService } from '../../apps/novax-adapter/src/novax-adapter.service.js';
import { keyMigrations } from '../../apps/novax-adapter/src/sealing/key-migrations.js';
import { operationsService } from '../../apps/operations/src/operations.service.js';
import { parentPortalService } from '../../apps/parent-portal/src/parent-portal.service.js';
import { screeningService } from '../../apps/screening/src/screening.service.js';
import { nextMigrations } from '../next-version/next-migrations.js';
import { readCatalog } from './database-catalog.js';
import { mindedChanges } from './minded-changes.js';

type Migrations = readonly (new () => MigrationInterface)[];

const services = [
  consentService,
  notificationsService,
  novaxAdapterService,
  operationsService,
  parentPortalService,
  screeningService,
];
const databases: [string, Migrations][] = [
  ...services.map(({ name, migrations }): [string, Migrations] => [
    name,
    [...messagingMigrations, ...migrations, ...(nextMigrations[name] ?? [])],
  ]),
  ['the keys of novax-adapter', keyMigrations],
];
const read = (file: string) => JSON.parse(readFileSync(join(projectRoot, file), 'utf8'));
/** Every version there was, the present one last. */
const versions: string[] = read('deploy/versions.json');

/** Nobody of the version before the present one may still use it; before the first version there was nobody. */
function isOver(version: string): boolean {
  const place = versions.indexOf(version);
  return place === 0 || (place > 0 && place < versions.length - 1);
}

/** Runs the migrations one by one, and answers what the version before each would mind although it does not say so, or does not mind although it says so. */
async function unsaid(dataSource: DataSource): Promise<string[]> {
  const found: string[] = [];
  for (const { name, instance } of await new MigrationExecutor(dataSource).getPendingMigrations()) {
    const minded = await changedBy(dataSource, (runner) => instance!.up(runner));
    const version = (instance as Partial<ContractMigration>).oldUseEndedIn;
    if (version === undefined) found.push(...minded.map((change) => `${name}: ${change}`));
    else if (minded.length === 0) found.push(`${name}: says that an old use has ended, and ends none`);
    else if (!isOver(version))
      found.push(`${name}: ${version} is no version before the present one (deploy/versions.json)`);
  }
  return found;
}

async function changedBy(
  dataSource: DataSource,
  change: (runner: Parameters<MigrationInterface['up']>[0]) => Promise<unknown>,
  end: 'commit' | 'rollback' = 'commit',
): Promise<string[]> {
  const runner = dataSource.createQueryRunner();
  try {
    await runner.query('begin');
    const before = await readCatalog(runner);
    await change(runner);
    const minded = mindedChanges(before, await readCatalog(runner));
    await runner.query(end);
    return minded;
  } finally {
    await runner.release();
  }
}

describe('the migrations of a version', () => {
  it('belong to the present version, the last of those there were', () => {
    expect(versions.at(-1)).toBe(read('package.json').version);
    expect(new Set(versions).size).toBe(versions.length);
  });

  it.each(databases)(
    'do nothing that the version before would mind, without saying so: %s',
    async (name, migrations) => {
      const empty = await testDatabase(`unsaid ${name}`, []);
      const dataSource = createDataSource({ url: empty.url, migrations, applicationName: 'migrations spec' });
      try {
        expect(await unsaid(await dataSource.initialize())).toEqual([]);
      } finally {
        await dataSource.destroy();
        await empty.drop();
      }
    },
  );
});

describe('what the version before would mind', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await testDatabase('minded', []);
    await database.dataSource.query(`
      create type channel as enum ('post', 'paper');
      create table letter (
        id uuid primary key, code text, kind text not null check (kind in ('first')), tries int not null default 0, via channel,
        constraint letter_code unique (code));
      create view open_letter as select id from letter;
      create function letters() returns int language sql as 'select 1';`);
  });

  afterAll(async () => {
    await database?.drop();
  });

  it.each([
    ['drop table letter cascade', ['table letter is gone', 'table open_letter is gone']],
    ['alter table letter rename to post', ['table letter is gone']],
    ['alter table letter drop column tries', ['letter.tries is gone']],
    ['alter table letter rename column tries to attempts', ['letter.tries is gone']],
    ['alter table letter alter column tries type bigint', ['letter.tries was integer and is bigint']],
    ['alter table letter alter column code type varchar(8)', ['letter.code was text and is character varying(8)']],
    ['alter table letter alter column code set not null', ['letter.code may not be null any more']],
    ['alter table letter alter column tries drop default', ['letter.tries has lost its default']],
    ['alter table letter add column sent text not null', ['letter.sent is new and must be given']],
    ['alter table letter add check (tries < 9)', ['letter keeps a new rule: CHECK ((tries < 9))']],
    [
      "alter table letter drop constraint letter_kind_check, add check (kind in ('second'))",
      [/^letter keeps a new rule: /],
    ],
    ['alter table letter add foreign key (code) references letter (code)', [/^letter keeps a new rule: FOREIGN KEY/]],
    ['create unique index on letter (kind)', ['letter keeps a new rule: unique btree (kind)']],
    ['alter table letter add column n int, add check (n is not null or code is null)', [/^letter keeps a new rule: /]],
    ['alter table letter add column n int check (n is not null)', ['letter keeps a new rule: CHECK ((n IS NOT NULL))']],
    ['alter table letter drop constraint letter_code', ['letter has lost: unique btree (code)']],
    [
      `create function refuse() returns trigger language plpgsql as 'begin return null; end';
       create trigger refuse before insert on letter for each row execute function refuse()`,
      [/^letter keeps a new rule: CREATE TRIGGER refuse/],
    ],
    ['drop function letters()', ['function letters() returns integer is gone']],
    [
      `alter type channel rename to old_channel; create type channel as enum ('post');
       alter table letter alter column via type channel using 'post'::channel; drop type old_channel`,
      ["value channel 'paper' is gone"],
    ],
  ])('%s', async (sql, minded) => {
    const found = await changedBy(database.dataSource, (runner) => runner.query(sql), 'rollback');
    expect(found).toEqual(minded.map((line) => (typeof line === 'string' ? line : expect.stringMatching(line))));
  });

  it.each([
    'create table reply (id uuid primary key, text text not null)',
    'alter table letter add column sent text',
    "alter table letter add column sent text not null default ''",
    'alter table letter add column met bigint generated always as identity',
    "alter table letter add column sent text unique, add column other uuid references letter, add check (sent <> '')",
    'alter table letter alter column kind drop not null, drop constraint letter_kind_check',
    "alter table letter drop constraint letter_kind_check, add check (kind in ('first', 'second')) not valid",
    'create index on letter (kind)',
    'alter table letter rename constraint letter_code to letter_code_once',
    "alter type channel add value 'radio'",
    `create function mirror() returns trigger language plpgsql as 'begin return null; end';
     create trigger mirror after insert on letter for each row execute function mirror()`,
    "create or replace function letters() returns int language sql as 'select 2'",
  ])('is not: %s', async (sql) => {
    expect(await changedBy(database.dataSource, (runner) => runner.query(sql), 'rollback')).toEqual([]);
  });
});

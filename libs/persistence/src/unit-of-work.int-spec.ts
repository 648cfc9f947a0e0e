import type { Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { eventually } from '#testing/eventually.js';
import { testDatabase, type TestDatabase } from '#testing/test-database.js';
import { openDatabaseSession } from './database-session.js';
import { schemaDrift } from './schema-drift.js';
import { sqlState } from './sql-state.js';
import type { Tx } from './tx.js';
import { UnitOfWork } from './unit-of-work.js';

@Entity('note')
class Note {
  @PrimaryColumn('int')
  id!: number;

  @Column('text')
  code!: string;
}

class Notes1795400000100 {
  readonly name = 'Notes1795400000100';
  async up(runner: { query(sql: string): Promise<unknown> }): Promise<void> {
    await runner.query(
      'create table note (id int, code text not null, constraint "PK_96d0c172a4fba276b1bbed43058" primary key (id))',
    );
  }
  async down(): Promise<void> {}
}

describe('A unit of work', () => {
  let database: TestDatabase;
  let unitOfWork: UnitOfWork;
  beforeAll(async () => {
    database = await testDatabase('unit of work', [Notes1795400000100], { entities: [Note], poolSize: 4 });
    unitOfWork = new UnitOfWork(database.dataSource);
  });
  afterAll(() => database.drop());
  const codes = () =>
    unitOfWork.read(async (tx) => (await tx.query<Note>('select * from note order by id')).map(({ code }) => code));

  it('commits what was written by statements and by entities together, and then runs what waited for the commit', async () => {
    const seen: string[] = [];
    await unitOfWork.run(async (tx) => {
      tx.afterCommit(() => seen.push('committed'));
      await tx.query(`insert into note values (1, 'A')`);
      await tx.manager.save(Note, { id: 2, code: 'B' });
      expect(seen).toEqual([]);
    });
    expect(seen).toEqual(['committed']);
    expect(await codes()).toEqual(['A', 'B']);
  });

  it('is rolled back by the server soon after its process has died, also while it waits for a lock', async () => {
    const [holder, dead] = await Promise.all([1, 2].map(() => openDatabaseSession(database.dataSource, 'test')));
    const waiting = () =>
      unitOfWork.read((tx) => tx.query(`select from pg_locks where relation = 'note'::regclass and not granted`));
    try {
      await holder!.query('begin; lock table note in exclusive mode');
      await dead!.query('begin');
      const lost = dead!.query('lock table note in exclusive mode').catch(() => 'lost');
      await eventually(async () => expect(await waiting()).toHaveLength(1));
      (dead as unknown as { connection: { stream: Socket } }).connection.stream.destroy();
      expect(await lost).toBe('lost');
      await eventually(async () => expect(await waiting()).toHaveLength(0), { within: 8_000 });
    } finally {
      await holder!.end();
    }
  });

  it('goes on with new plans after a migration has changed what a prepared statement answers', async () => {
    const all = () => unitOfWork.read((tx) => tx.query('select * from note where id < $1 order by id', [10]));
    await Promise.all([all(), all(), all(), all()]);
    await unitOfWork.run((tx) => tx.query('alter table note add column about text'));
    expect(await Promise.all([all(), all(), all(), all()])).toEqual(
      Array.from({ length: 4 }, () => [
        { id: 1, code: 'A', about: null },
        { id: 2, code: 'B', about: null },
      ]),
    );
    await unitOfWork.run((tx) => tx.query('alter table note drop column about'));
  });

  it('leaves nothing behind when the work fails, not even what an entity manager saved', async () => {
    const seen: string[] = [];
    const work = unitOfWork.run(async (tx) => {
      tx.afterCommit(() => seen.push('committed'));
      await tx.manager.save(Note, { id: 3, code: 'C' });
      throw new Error('no');
    });
    await expect(work).rejects.toThrow('no');
    expect(await codes()).toEqual(['A', 'B']);
    expect(seen).toEqual([]);
  });

  it('glances at one thing in one statement, and refuses a second statement, one that writes, and entities', async () => {
    expect(await unitOfWork.glance((tx) => tx.query('select code from note where id = 1'))).toEqual([{ code: 'A' }]);
    const twice = unitOfWork.glance(async (tx) => {
      await tx.query('select 1');
      await tx.query('select 1');
    });
    await expect(twice).rejects.toThrow('one statement');
    await expect(unitOfWork.glance((tx) => tx.query('delete from note'))).rejects.toThrow('one statement');
    await expect(unitOfWork.glance((tx) => tx.manager.find(Note))).rejects.toThrow('one statement');
    await expect(unitOfWork.glance((tx) => tx.query('select nothing from nowhere'))).rejects.toThrow('nowhere');
    expect(await codes()).toEqual(['A', 'B']);
  });

  it('answers the rows of an update', async () => {
    const rows = await unitOfWork.run((tx) => tx.query(`update note set code = 'A2' where id = 1 returning code`));
    expect(rows).toEqual([{ code: 'A2' }]);
  });

  it('runs statements that nobody waited between in the order given, each seeing what those before have done', async () => {
    const seen = await unitOfWork.run(async (tx) => {
      tx.send(`insert into note values (20, 'T')`);
      const before = tx.query('select code from note where id = 20');
      tx.send(`update note set code = 'T2' where id = 20`);
      const after = tx.query('select code from note where id = 20');
      return Promise.all([before, after]);
    });
    expect(seen).toEqual([[{ code: 'T' }], [{ code: 'T2' }]]);
    await unitOfWork.run(async (tx) => tx.send('delete from note where id = 20'));
    expect(await codes()).toHaveLength(2);
  });

  it('fails with the error of a statement that was only sent, and keeps nothing', async () => {
    const seen: string[] = [];
    const sentLast = unitOfWork.run(async (tx) => {
      tx.afterCommit(() => seen.push('committed'));
      tx.send(`insert into note values (21, 'U')`);
      tx.send(`insert into note values (1, 'again')`);
    });
    await expect(sentLast.catch((error: unknown) => sqlState(error))).resolves.toBe('23505');
    const askedAfter = unitOfWork.run(async (tx) => {
      tx.send(`insert into note values (1, 'again')`);
      await tx.query('select 1');
    });
    await expect(askedAfter.catch((error: unknown) => sqlState(error))).resolves.toBe('23505');
    expect(seen).toEqual([]);
    expect(await codes()).toHaveLength(2);
  });

  it('fails with the error of the statement at fault, also when one that was given with it is waited for first', async () => {
    const together = unitOfWork.run(async (tx) => {
      const atFault = tx.query(`insert into note values (1, 'again')`);
      atFault.catch(() => undefined);
      await tx.query('select 1');
    });
    await expect(together.catch((error: unknown) => sqlState(error))).resolves.toBe('23505');
    expect(await codes()).toHaveLength(2);
  });

  it('keeps nothing when a sent statement has a value of which no text can be made', async () => {
    const circular: Record<string, unknown> = {};
    circular['self'] = circular;
    const work = unitOfWork.run(async (tx) => {
      await tx.query(`insert into note values (41, 'W')`);
      tx.send('insert into note values (42, $1)', [circular]);
    });
    await expect(work).rejects.toThrow('JSON text');
    expect(await codes()).toHaveLength(2);
  });

  it('never takes a transaction for committed that the database rolled back, because an error was passed over', async () => {
    const passedOver = unitOfWork.run(async (tx) => {
      await tx.query(`insert into note values (22, 'V')`);
      await tx.query('select nothing from nowhere').catch(() => undefined);
    });
    await expect(passedOver).rejects.toThrow('rolled back');
    expect(await codes()).toHaveLength(2);
  });

  it('refuses statements of work that outlived its transaction', async () => {
    let kept: Tx | undefined;
    await unitOfWork.run(async (tx) => void (kept = tx));
    await expect(kept!.query('select 1')).rejects.toThrow('The transaction has ended');
  });

  it('runs the work again after a deadlock', async () => {
    let runs = 0;
    const firstHalf = { a: Promise.withResolvers<void>(), b: Promise.withResolvers<void>() };
    const change = (mine: 'a' | 'b', first: number, second: number) =>
      unitOfWork.run(async (tx) => {
        runs += 1;
        await tx.query(`update note set code = code || $2 where id = $1`, [first, mine]);
        firstHalf[mine].resolve();
        await firstHalf[mine === 'a' ? 'b' : 'a'].promise;
        await tx.query(`update note set code = code || $2 where id = $1`, [second, mine]);
      });
    await Promise.all([change('a', 1, 2), change('b', 2, 1)]);
    expect(runs).toBeGreaterThanOrEqual(3);
    expect((await codes()).map((code) => [...code].sort().join(''))).toEqual(['2Aab', 'Bab']);
  });

  it('refuses a write among reads', async () => {
    const write = unitOfWork.read((tx) => tx.query(`insert into note values (9, 'X')`));
    await expect(write.catch((error: unknown) => sqlState(error))).resolves.toBe('25006');
  });

  it('cuts a connection that cannot roll back in time, and goes on with others', async () => {
    let slow: Promise<unknown> | undefined;
    const work = unitOfWork.run(async (tx) => {
      slow = tx.query('select pg_sleep(20)').catch((error: Error) => error.message);
      throw new Error('given up');
    });
    await expect(work).rejects.toThrow('given up');
    expect(await slow).toMatch(/terminated|closed/);
    expect(await codes()).toHaveLength(2);
  });

  it('finds no drift between the entities and the migrations', async () => {
    expect(await schemaDrift(database.dataSource)).toEqual([]);
  });
});

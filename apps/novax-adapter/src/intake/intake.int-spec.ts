import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { messagingMigrations } from '#messaging/database/migrations.js';
import { ForgottenKeys } from '#messaging/deletion/forgotten-keys.js';
import { Outbox } from '#messaging/outbox/outbox.js';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import { secretFile } from '#testing/secret-file.js';
import { type TestDatabase, testDatabase } from '#testing/test-database.js';
import type { NovaxAdapterConfig } from '../novax-adapter.config.js';
import type { FindChild } from '../children/find-child.js';
import { ForgetChild } from '../children/forget-child.js';
import { KnownChildrenStore } from '../children/known-children.store.js';
import { novaxAdapterService } from '../novax-adapter.service.js';
import { keyMigrations } from '../sealing/key-migrations.js';
import { masterKeys } from '../sealing/master-keys.js';
import { LocalKeyVault } from '../sealing/local-key-vault.js';
import type { Submission } from './entry.js';
import { Intake } from './intake.js';
import { IntakeStore } from './intake.store.js';

const sender = {
  clientId: 'novax-k1',
  municipality: 'K1',
  sourceSystem: 'NOVAX-K1',
  formats: ['novax_result' as const],
  observersCertified: true,
};

/** A total that is no sum breaks no rule of storage, but the event's contract refuses a total above 32. */
function submission(recordId: string, total = 0): Submission {
  const observedAt = '2026-05-06T08:00:00Z';
  const adbb = {
    resourceId: recordId,
    status: 'final' as const,
    observedOn: '2026-05-06',
    observedAt,
    items: [0, 0, 0, 0, 0, 0, 0, 0],
    total,
    observerCertified: true as const,
  };
  return {
    sender,
    format: 'novax_result',
    traceparent: null,
    receivedAt: '2026-05-06T09:00:00Z',
    entries: [
      {
        recordId,
        version: 1,
        edition: 'v1',
        reportedAt: observedAt,
        childId: randomUUID(),
        contentHash: randomBytes(32),
        facts: {
          visit: null,
          adbb: [adbb],
          observations: [],
          assessments: [],
          withdrawn: [],
          warnings: [],
          withheld: 0,
        },
        traceparent: null,
        original: { bytes: Buffer.from('x'), mediaType: 'application/json' },
      },
    ],
  };
}

describe('the intake', () => {
  let database: TestDatabase;
  let keys: TestDatabase;

  const intake = (options: { waiting?: number; accepting?: boolean } = {}): Intake => {
    const config = { INTAKE_BATCH: 200, INTAKE_WAITING: options.waiting ?? 100 } as NovaxAdapterConfig;
    const health = () => ({ unsent: 0, oldestAgeSeconds: 0, accepting: options.accepting ?? true });
    const outbox = new Outbox(() => undefined, { health });
    const vault = new LocalKeyVault(keys.dataSource, masterKeys({ MASTER_KEY_FILE: secretFile() }));
    const unitOfWork = new UnitOfWork(database.dataSource);
    const forgotten = new ForgottenKeys();
    const known = new KnownChildrenStore(database.dataSource, unitOfWork, forgotten);
    const nobody = { forget: () => undefined } as unknown as FindChild;
    const forgetChild = new ForgetChild(vault, known, nobody);
    return new Intake(config, unitOfWork, outbox, new IntakeStore(), vault, forgotten, forgetChild);
  };

  beforeAll(async () => {
    database = await testDatabase('intake', [...messagingMigrations, ...novaxAdapterService.migrations]);
    keys = await testDatabase('intake_keys', keyMigrations);
  });

  afterAll(async () => {
    await database.drop();
    await keys.drop();
  });

  it('does not let one entry that cannot be stored take its neighbours with it', async () => {
    const together = intake();
    const results = await Promise.allSettled([
      together.take(submission('good-1')),
      together.take(submission('bad', 99)),
      together.take(submission('good-2')),
    ]);

    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    const stored = await database.dataSource.query<{ record_id: string }[]>(
      'select record_id from journal_entry order by record_id',
    );
    expect(stored.map((row) => row.record_id)).toEqual(['good-1', 'good-2']);
    const events = await database.dataSource.query<unknown[]>('select 1 from outbox');
    expect(events).toHaveLength(2);
  });

  it('takes no more while events have waited for the broker for too long', () => {
    expect(() => intake({ accepting: false }).mustAccept()).toThrow(
      expect.objectContaining({ code: 'DEPENDENCY_UNAVAILABLE', retryAfterSeconds: 30 }),
    );
  });

  it('takes no more while too many wait already', async () => {
    const narrow = intake({ waiting: 2 });
    narrow.mustAccept();
    const waiting = [narrow.take(submission('wait-1')), narrow.take(submission('wait-2'))];
    expect(() => narrow.mustAccept()).toThrow(expect.objectContaining({ retryAfterSeconds: 1 }));
    await Promise.all(waiting);
    narrow.mustAccept();
  });

  it('keeps the order of one child, also across batches under way at the same time', async () => {
    const childId = randomUUID();
    const ordered = intake();
    for (let round = 0; round < 5; round += 1) {
      await Promise.all(
        Array.from({ length: 10 }, (_, nth) => {
          const each = submission(`order-${round}-${nth}`);
          return ordered.take({ ...each, entries: each.entries.map((entry) => ({ ...entry, childId })) });
        }),
      );
    }
    const published = await database.dataSource.query<{ round: string }[]>(
      `select split_part((data::jsonb)->>'recordId', '-', 2) as round from outbox where key = $1 order by sequence`,
      [childId],
    );
    expect(published.map(({ round }) => Number(round))).toEqual(
      Array.from({ length: 50 }, (_, at) => Math.floor(at / 10)),
    );
  });

  it('keeps nothing of an entry whose child was deleted since it was found, and takes its neighbours', async () => {
    const [gone, good] = [submission('deleted-1'), submission('deleted-2')];
    const childId = gone.entries[0]!.childId!;
    await new UnitOfWork(database.dataSource).run((tx) => new ForgottenKeys().note(tx, childId));
    const together = intake();
    const results = await Promise.allSettled([together.take(gone), together.take(good)]);

    expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
    expect(results[0]).toMatchObject({ reason: { code: 'DEPENDENCY_UNAVAILABLE', retryAfterSeconds: 1 } });
    const stored = await database.dataSource.query<unknown[]>(
      'select from journal_entry where child_id::text = $1 union all select from outbox where key = $1',
      [childId],
    );
    expect(stored).toEqual([]);
    expect(await keys.dataSource.query('select from data_key where owner_id = $1', [childId])).toEqual([]);
  });
});

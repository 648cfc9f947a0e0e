import { Temporal } from 'temporal-polyfill';
import { Outbox } from '#messaging/outbox/outbox.js';
import { messagingMigrations } from '#messaging/database/migrations.js';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import { Clock } from '#service/clock.js';
import { testDatabase, type TestDatabase } from '#testing/test-database.js';
import type { JournalEntryReceivedV1 } from '#contracts/events/journal-entry-received.js';
import { TakeJournalEntries } from './adbb/take-journal-entries.js';
import { screeningMigrations } from './database/migrations/screening-migrations.js';
import { ChangeRecords } from './record/change-records.js';
import { KeptFacts } from './record/kept-facts.store.js';
import { RebuildRecords } from './rebuilds/rebuild-records.js';
import { RebuildRow } from './rebuilds/rebuild.row.js';
import { RecordShadow } from './rebuilds/record-shadow.store.js';
import { RecordStore } from './record/record.store.js';
import { RuleSetStore } from './rule-sets/rule-set.store.js';
import { Projections } from './tasks/projections.store.js';
import { deliveryOf } from './journal-entries.fixture.js';

/** The service's inside on a database of its own, without doors and without a broker. */
export class ScreeningAtWork {
  readonly unitOfWork: UnitOfWork;
  readonly clock = new Clock(Temporal.Instant.from('2026-05-01T08:00:00Z'));
  readonly facts = new KeptFacts();
  readonly projections = new Projections();
  readonly ruleSets = new RuleSetStore();
  readonly outbox = new Outbox();
  readonly records = new RecordStore(this.facts, this.projections, this.outbox);
  readonly changes = new ChangeRecords(this.records, this.clock);
  readonly entries = new TakeJournalEntries(this.changes, this.records, this.facts, this.ruleSets, this.clock);

  private constructor(readonly database: TestDatabase) {
    this.unitOfWork = new UnitOfWork(database.dataSource);
  }

  static async start(name: string): Promise<ScreeningAtWork> {
    return new ScreeningAtWork(
      await testDatabase(name, [...messagingMigrations, ...screeningMigrations], { entities: [RebuildRow] }),
    );
  }

  /** Takes the entries in as one batch. */
  async take(...entries: JournalEntryReceivedV1[]): Promise<void> {
    await this.unitOfWork.run((tx) =>
      this.entries.take(
        tx,
        entries.map((entry) => deliveryOf(entry)),
      ),
    );
  }

  /** `facts`: where the rebuild reads, if a test wants to know when. */
  rebuilding(facts = this.facts): RebuildRecords {
    return new RebuildRecords(this.unitOfWork, new RecordShadow(), facts, this.projections, this.clock);
  }

  recordOf(childId: string) {
    return this.unitOfWork.run((tx) => this.records.find(tx, childId));
  }

  /** Names of the events published for the child, in order. */
  async eventsOf(childId: string): Promise<string[]> {
    const rows = await this.query<{ type: string }>('select type from outbox where key = $1 order by sequence', [
      childId,
    ]);
    return rows.map(({ type }) => type);
  }

  query<T = any>(sql: string, params: unknown[] = []): Promise<T[]> {
    return this.unitOfWork.run((tx) => tx.query<T>(sql, params));
  }

  stop(): Promise<void> {
    return this.database.drop();
  }
}

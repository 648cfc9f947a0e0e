import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { RefusalError } from '#contracts/refusal-error.js';
import { killPoint } from '#observability/kill-point.js';
import { log } from '#observability/log.js';
import type { Tx } from '#persistence/tx.js';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import type { StaffPrincipal } from '#security/principal.js';
import { Clock } from '#service/clock.js';
import { withoutPast } from '../adbb/past-results.rules.js';
import { foldFacts } from '../record/fold-facts.js';
import { KeptFacts } from '../record/kept-facts.store.js';
import { Projections } from '../tasks/projections.store.js';
import { differences } from './compare-records.rules.js';
import { RebuildRow, type RebuildProgress } from './rebuild.row.js';
import { RecordShadow } from './record-shadow.store.js';
import { viewsToKeep } from './views-to-keep.rules.js';

const AT_ONCE = 200;
const MOST_DIFFERENCES = 1000;
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

/**
 * Throws record views away and folds them again from the kept facts: into a shadow, compared field by field with what
 * stood there, then put in its place, some children at a time while the service goes on. A view whose facts are missing
 * stays and is named. It only ever folds, and the outbox is not within its reach: no event, letter, portal notice or task
 * can come of it.
 */
@Injectable()
export class RebuildRecords {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly shadow: RecordShadow,
    private readonly facts: KeptFacts,
    private readonly projections: Projections,
    private readonly clock: Clock,
  ) {}

  /**
   * Writes the protocol's first line. `childId` null: all children of the municipality. Refuses NOT_FOUND for a child of which
   * nothing is known there.
   */
  begin(childId: string | null, { subject: startedBy, municipality }: StaffPrincipal): Promise<RebuildRow> {
    return this.unitOfWork.run(async (tx) => {
      const total = childId === null ? await this.shadow.count(tx, municipality) : 1;
      if (childId !== null && !(await this.shadow.isKnown(tx, municipality, childId))) {
        throw new RefusalError('NOT_FOUND');
      }
      const startedAt = new Date(this.clock.now().epochMilliseconds);
      const progress = { total, children: 0, facts: 0, missing: 0, kept: 0, differences: [] };
      const row = { rebuildId: randomUUID(), municipality, childId, startedAt, finishedAt: null, startedBy, progress };
      await tx.manager.insert(RebuildRow, row);
      return row;
    });
  }

  /** Does it, part by part; the protocol follows each part. */
  async run(begun: RebuildRow): Promise<RebuildRow> {
    const { rebuildId, municipality } = begun;
    if (begun.childId !== null) await this.part(begun, [begun.childId]);
    else {
      let last = BEFORE_ALL;
      for (;;) {
        const next = await this.unitOfWork.read((tx) => this.shadow.next(tx, municipality, last, AT_ONCE));
        if (next.length === 0) break;
        await this.part(begun, next);
        last = next.at(-1)!;
      }
    }
    const finishedAt = new Date(this.clock.now().epochMilliseconds);
    await this.unitOfWork.run((tx) => tx.manager.update(RebuildRow, { rebuildId }, { finishedAt }));
    // Gone with its only child when that was deleted meanwhile.
    const done = (await this.find(rebuildId, municipality)) ?? { ...begun, finishedAt };
    log.info('Records were rebuilt', { count: done.progress.children, total: done.progress.differences.length });
    return done;
  }

  /** Does it without anybody waiting; how it goes is in the protocol. */
  start(begun: RebuildRow): void {
    this.run(begun).catch((error: unknown) => log.error('A rebuild was broken off', { job: 'rebuild' }, error));
  }

  /** Null also for a rebuild of another municipality. */
  find(rebuildId: string, municipality: string): Promise<RebuildRow | null> {
    return this.unitOfWork.read((tx) => tx.manager.findOneBy(RebuildRow, { rebuildId, municipality }));
  }

  private async part(begun: RebuildRow, childIds: string[]): Promise<void> {
    const { rebuildId } = begun;
    await this.unitOfWork.run(async (tx) => {
      const found = await this.rebuild(tx, begun, childIds);
      // As it stands now: a child that was deleted since the part before is not named in it any more.
      const row = await tx.manager.findOne(RebuildRow, { where: { rebuildId }, lock: { mode: 'pessimistic_write' } });
      if (row) await tx.manager.update(RebuildRow, { rebuildId }, { progress: further(row.progress, found) });
      killPoint('screening.rebuild.before-commit');
    });
    killPoint('screening.rebuild.after-commit');
  }

  private async rebuild(
    tx: Tx,
    { rebuildId, municipality }: RebuildRow,
    childIds: string[],
  ): Promise<Omit<RebuildProgress, 'total'>> {
    const live = await this.shadow.lockLive(tx, municipality, childIds);
    const known = await this.facts.of(tx, childIds);
    const kept = viewsToKeep(live, known);
    const facts = known.filter(({ childId }) => !kept.has(childId));
    await this.shadow.fill(
      tx,
      rebuildId,
      [...foldFacts(facts).values()].map((record) => withoutPast(record)),
    );
    const rebuilt = await this.shadow.read(tx, rebuildId);
    await this.shadow.swap(tx, rebuildId);
    this.projections.follow(
      tx,
      [...rebuilt.values()].map((after) => ({ before: null, after })),
    );
    const compared = [...rebuilt].flatMap(([childId, record]) => {
      const stood = live.get(childId);
      return stood ? differences(stood, record).map((place) => ({ childId, place })) : [];
    });
    const missing = [...rebuilt.keys()].filter((childId) => !live.has(childId)).length;
    const named = [...kept].map((childId) => ({ childId, place: '/' }));
    return {
      children: rebuilt.size,
      facts: facts.length,
      missing,
      kept: kept.size,
      differences: [...compared, ...named],
    };
  }
}

function further(before: RebuildProgress, found: Omit<RebuildProgress, 'total'>): RebuildProgress {
  return {
    total: before.total,
    children: before.children + found.children,
    facts: before.facts + found.facts,
    missing: before.missing + found.missing,
    kept: (before.kept ?? 0) + (found.kept ?? 0),
    differences: [...before.differences, ...found.differences].slice(0, MOST_DIFFERENCES),
  };
}

import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How far a rebuild is and what it has found. */
export interface RebuildProgress {
  /** Children to be rebuilt, counted at the start. */
  total: number;
  children: number;
  facts: number;
  /** Children whose view was not there to compare with. */
  missing: number;
  /** Children whose view was kept as it stood, because facts of it are missing. Absent in protocols from before they were counted. */
  kept?: number;
  /** A view that was kept is named with the place `/`. */
  differences: { childId: string; place: string }[];
}

/** The protocol of one rebuild; kept for good. */
@Entity('rebuild')
export class RebuildRow {
  @PrimaryColumn('uuid', { name: 'rebuild_id' })
  rebuildId!: string;

  /** Whose children; kept beside what operators of other municipalities began. */
  @Column('text')
  municipality!: string;

  /** Null: all children of the municipality. */
  @Column('uuid', { name: 'child_id', nullable: true })
  childId!: string | null;

  @Column('timestamptz', { name: 'started_at' })
  startedAt!: Date;

  @Column('timestamptz', { name: 'finished_at', nullable: true })
  finishedAt!: Date | null;

  @Column('text', { name: 'started_by' })
  startedBy!: string;

  @Column('jsonb')
  progress!: RebuildProgress;
}

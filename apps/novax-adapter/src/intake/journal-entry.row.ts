import { Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';

/** An entry that was taken in, and the receipt it was answered with. Written in batches by IntakeStore. */
@Entity('journal_entry')
@Index('journal_entry_child', ['childId'], { where: 'child_id IS NOT NULL' })
@Unique('journal_entry_once', ['municipality', 'sourceSystem', 'recordId', 'edition'])
export class JournalEntryRow {
  @PrimaryColumn('uuid', { name: 'receipt_id', primaryKeyConstraintName: 'journal_entry_pkey' })
  receiptId!: string;

  @Column('text')
  municipality!: string;

  @Column('text', { name: 'source_system' })
  sourceSystem!: string;

  @Column('text', { name: 'record_id' })
  recordId!: string;

  /** What tells two sendings of one record apart: `v1`, `v2`, ... for NOVAX, the report's instant for the national report. */
  @Column('text')
  edition!: string;

  /** Keyed: a plain hash of a short result could be guessed back to a CPR. */
  @Column('bytea', { name: 'content_hash' })
  contentHash!: Buffer;

  @Column('text', { name: 'client_id' })
  clientId!: string;

  @Column('uuid', { name: 'child_id', nullable: true })
  childId!: string | null;

  @Column('text')
  format!: string;

  @Column('timestamptz', { name: 'reported_at' })
  reportedAt!: Date;

  @Column('timestamptz', { name: 'received_at' })
  receivedAt!: Date;

  @Column('text', { name: 'trace_id', nullable: true })
  traceId!: string | null;

  /** The answer as it was given, kept as text: a repetition gets the same bytes. */
  @Column('text')
  receipt!: string;
}

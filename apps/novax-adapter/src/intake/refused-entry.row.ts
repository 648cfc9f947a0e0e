import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A refusal: code and place, no value of the message. A conflict names the entry that was there first. */
@Entity('refused_entry')
// Its order, newest first, is more than a decorator can say.
@Index('refused_entry_sender', { synchronize: false })
export class RefusedEntryRow {
  @PrimaryColumn('uuid', { name: 'receipt_id', primaryKeyConstraintName: 'refused_entry_pkey' })
  receiptId!: string;

  @Column('text')
  municipality!: string;

  @Column('text', { name: 'source_system' })
  sourceSystem!: string;

  @Column('text', { name: 'client_id' })
  clientId!: string;

  @Column('text', { name: 'record_id', nullable: true })
  recordId!: string | null;

  @Column('text')
  format!: string;

  @Column('text')
  code!: string;

  @Column('text', { nullable: true })
  place!: string | null;

  @Column('uuid', { name: 'conflicts_with', nullable: true })
  conflictsWith!: string | null;

  @Column('timestamptz', { name: 'refused_at' })
  refusedAt!: Date;

  @Column('text', { name: 'trace_id', nullable: true })
  traceId!: string | null;
}

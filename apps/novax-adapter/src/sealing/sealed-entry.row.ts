import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The original of an entry, sealed. Written in batches by IntakeStore. */
@Entity('sealed_entry')
export class SealedEntryRow {
  @PrimaryColumn('uuid', { name: 'receipt_id', primaryKeyConstraintName: 'sealed_entry_pkey' })
  receiptId!: string;

  @Column('uuid', { name: 'data_key_id' })
  dataKeyId!: string;

  @Column('text', { name: 'media_type' })
  mediaType!: string;

  @Column('bytea')
  sealed!: Buffer;
}

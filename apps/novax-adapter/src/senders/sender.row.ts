import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The forms in which a journal system may hand in. */
export type EntryFormat = 'novax_result' | 'kl_delivery_report';

/** A registered journal system of one municipality. */
@Entity('sender')
export class SenderRow {
  /** OAuth client id. */
  @PrimaryColumn('text', { name: 'client_id', primaryKeyConstraintName: 'sender_pkey' })
  clientId!: string;

  @Column('text')
  municipality!: string;

  @Column('text', { name: 'source_system' })
  sourceSystem!: string;

  @Column('text', { array: true })
  formats!: EntryFormat[];

  /** Whether all who observe ADBB at this sender are trained: national reports carry no author to ask about. */
  @Column('boolean', { name: 'observers_certified' })
  observersCertified!: boolean;
}

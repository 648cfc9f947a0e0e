import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** The words of one version of a document: the one place for free text, so that facts and events never hold any. */
@Entity('document_text')
@Index('document_text_child', ['childId'])
export class DocumentTextRow {
  @PrimaryColumn('uuid', { name: 'document_id' })
  documentId!: string;

  @PrimaryColumn('int')
  version!: number;

  @Column('uuid', { name: 'child_id' })
  childId!: string;

  @Column('text')
  text!: string;
}

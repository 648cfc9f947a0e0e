import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** Whose a document is; everything else about it stands in the child's record. */
@Entity('document')
@Index('document_child', ['childId'])
export class DocumentRow {
  @PrimaryColumn('uuid', { name: 'document_id' })
  documentId!: string;

  @Column('uuid', { name: 'child_id' })
  childId!: string;
}

import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Whose a document is; everything else about it stands in the child's record. */
@Entity('document')
export class DocumentRow {
  @PrimaryColumn('uuid', { name: 'document_id' })
  documentId!: string;

  @Column('uuid', { name: 'child_id' })
  childId!: string;
}

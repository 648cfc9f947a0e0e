import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A guardian's own words: written once and never changed, apart from the facts as all free text is. */
@Entity('guardian_message_text')
@Index('guardian_message_text_child', ['childId'])
export class GuardianMessageTextRow {
  @PrimaryColumn('uuid', { name: 'message_id' })
  messageId!: string;

  @Column('uuid', { name: 'child_id' })
  childId!: string;

  @Column('text')
  text!: string;
}

import { Injectable } from '@nestjs/common';
import type { Tx } from '#persistence/tx.js';

/** The record first: whoever is changing it holds it locked, and is waited for. The rest then shows what they wrote. */
const TABLES = [
  'child_record',
  'child_fact',
  'open_task',
  'due_repeat',
  'document_text',
  'document',
  'guardian_message_text',
  'rebuild',
  'child_record_shadow',
] as const;

/** Where a child's id may stand within something about others: the places in which a rebuild found differences, answers to be given again. */
const MENTIONS = [
  `update rebuild set progress = replace(progress::text, $1, '00000000-0000-0000-0000-000000000000')::jsonb
    where position($1 in progress::text) > 0`,
  'delete from first_answer where position($1 in answer) > 0',
] as const;

/** All that screening holds of a child: facts, record, tasks, documents, messages. */
@Injectable()
export class DeletedChild {
  async remove(tx: Tx, childId: string): Promise<void> {
    for (const table of TABLES) await tx.query(`delete from ${table} where child_id = $1`, [childId]);
    for (const mention of MENTIONS) await tx.query(mention, [childId]);
  }
}

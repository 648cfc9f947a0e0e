import { Injectable } from '@nestjs/common';
import { RefusalError } from '#contracts/refusal-error.js';
import type { Tx } from '#persistence/tx.js';
import type { RepeatableWrite } from './repeatable-write.js';

/** A repetition comes within seconds or, from a device without connection, within days. */
const FORGET_OLD = `
  delete from first_answer where id in (
    select id from first_answer where given_at < now() - interval '7 days' order by given_at limit 100 for update skip locked)`;

/**
 * The first answer of each repeatable write, remembered for seven days in the transaction that did it, so that a write and its
 * answer are never apart. A service that uses it has `FirstAnswers1795400000003` among its migrations. Answers are kept as they
 * were given: let them hold ids and times, not content.
 */
@Injectable()
export class FirstAnswers {
  /**
   * Does the work once: a repetition gets the first answer again, whose JSON is the same byte for byte, also when both came in
   * the same instant. What was refused left nothing behind and may be tried again with the same key. Refuses
   * IDEMPOTENCY_KEY_REUSED when the key came with something else before.
   */
  async once<T>(tx: Tx, { id, fingerprint }: RepeatableWrite, work: () => Promise<T>): Promise<T> {
    await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [id]);
    const [first] = await tx.query<{ fingerprint: string; answer: string }>(
      'select fingerprint, answer from first_answer where id = $1',
      [id],
    );
    if (first && first.fingerprint !== fingerprint) {
      throw new RefusalError('IDEMPOTENCY_KEY_REUSED', { place: 'header/Idempotency-Key' });
    }
    if (first) return JSON.parse(first.answer) as T;
    const answer = await work();
    await tx.query('insert into first_answer (id, fingerprint, answer) values ($1, $2, $3)', [
      id,
      fingerprint,
      JSON.stringify(answer),
    ]);
    await tx.query(FORGET_OLD);
    return answer;
  }
}

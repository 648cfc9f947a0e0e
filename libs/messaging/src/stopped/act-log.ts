import type { Tx } from '#persistence/tx.js';

/** Who acts, and for whom they may see messages. */
export interface DeskClerk {
  /** `staff:<subject> as <role>`, or `service:<client> for <whom it named>`. */
  actor: string;
  /** Null: of all municipalities. */
  municipality: string | null;
}

/** What somebody did. */
export interface WrittenAct {
  act: string;
  /** What it was done to: ids, types and codes, never a person. */
  selection: object;
  affected: number;
  reason: string;
}

/** The log of what operators did in this service: who, what and why. Written in the transaction of the act, never changed. */
export class ActLog {
  constructor(private readonly consumer: string) {}

  async write(tx: Tx, { actor, municipality }: DeskClerk, { act, selection, affected, reason }: WrittenAct) {
    await tx.query(
      'insert into message_act (actor, act, consumer, selection, affected, reason) values ($1, $2, $3, $4, $5, $6)',
      [actor, act, this.consumer, JSON.stringify({ ...selection, municipality }), affected, reason],
    );
  }
}

import { Inject, Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { DIGITAL_POST_OPTIONS, type DigitalPostOptions } from './digital-post-options.js';
import { plannedReceipts } from './planned-receipts.js';
import {
  ReceiptPlanSchema,
  type Behaviour,
  type ReceiptPlan,
  type RecipientScript,
  type ScriptedAnswer,
} from './recipient-script.js';
import type { SentLetter, TakenLetter } from './taken-letter.js';

const FileSchema = z.object({
  municipalities: z.array(z.object({ code: z.string(), cvr: z.string() })).default([]),
  citizens: z.array(z.object({ cpr: z.string(), digitalPost: z.boolean().default(true) })).default([]),
});

/** One call of a send, with or without effect. */
export interface SendCall {
  messageUuid: string;
  recipientCpr: string;
  at: string;
  outcome: string;
}

/** Everything the channel remembers. */
@Injectable()
export class DigitalPostState {
  readonly letters = new Map<string, TakenLetter>();
  /** The ledger of calls, oldest first. */
  readonly calls: SendCall[] = [];
  readonly senders: ReadonlySet<string>;
  behaviour: Behaviour = { mode: 'up' };
  private readonly tokens = new Set<string>();
  private readonly exempt = new Map<string, boolean>();
  private readonly scripts = new Map<string, ScriptedAnswer[]>();
  private readonly plans = new Map<string, ReceiptPlan>();
  private readonly exemptAtStart: ReadonlySet<string>;

  constructor(@Inject(DIGITAL_POST_OPTIONS) private readonly options: DigitalPostOptions) {
    const { municipalities, citizens } = FileSchema.parse(JSON.parse(readFileSync(options.peopleFile, 'utf8')));
    this.senders = new Set(municipalities.map(({ cvr }) => cvr));
    this.exemptAtStart = new Set(citizens.filter(({ digitalPost }) => !digitalPost).map(({ cpr }) => cpr));
  }

  now(): Temporal.Instant {
    return this.options.clock.now();
  }

  newToken(): string {
    const token = randomUUID();
    this.tokens.add(token);
    return token;
  }

  isToken(token: string): boolean {
    return this.tokens.has(token);
  }

  forgetTokens(): void {
    this.tokens.clear();
  }

  isExempt(cpr: string): boolean {
    return this.exempt.get(cpr) ?? this.exemptAtStart.has(cpr);
  }

  script({ cpr, exempt, answers, receipt }: RecipientScript): void {
    if (exempt !== undefined) this.exempt.set(cpr, exempt);
    if (answers) this.scripts.set(cpr, structuredClone(answers));
    if (receipt) this.plans.set(cpr, receipt);
  }

  /** The next answer in the script for this person, used up by asking. */
  nextAnswer(cpr: string): ScriptedAnswer['kind'] | null {
    const [first, ...rest] = this.scripts.get(cpr) ?? [];
    if (!first) return null;
    this.scripts.set(cpr, first.times > 1 ? [{ ...first, times: first.times - 1 }, ...rest] : rest);
    return first.kind;
  }

  take(letter: SentLetter): TakenLetter {
    const takenAt = this.now();
    const plan = this.plans.get(letter.recipientCpr) ?? this.behaviour.receipt ?? ReceiptPlanSchema.parse({});
    const taken = {
      ...letter,
      transmissionId: randomUUID(),
      takenAt,
      receipts: plannedReceipts(letter.channel, takenAt, plan),
    };
    // A second copy of a paper letter lies beside the first one.
    const isCopy = this.letters.has(letter.messageUuid);
    this.letters.set(isCopy ? `${letter.messageUuid} ${taken.transmissionId}` : letter.messageUuid, taken);
    return taken;
  }

  note(letter: SentLetter, outcome: string): void {
    this.calls.push({
      messageUuid: letter.messageUuid,
      recipientCpr: letter.recipientCpr,
      at: this.now().toString(),
      outcome,
    });
  }

  reset(): void {
    this.letters.clear();
    this.calls.length = 0;
    this.exempt.clear();
    this.scripts.clear();
    this.plans.clear();
    this.behaviour = { mode: 'up' };
  }
}

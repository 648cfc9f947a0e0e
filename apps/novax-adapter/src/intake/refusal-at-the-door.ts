import { Injectable } from '@nestjs/common';
import type { RefusalCode } from '#contracts/refusal-codes.js';
import { RefusalError } from '#contracts/refusal-error.js';
import type { CallerRequest } from '#security/caller.js';
import type { EntryFormat } from '../senders/sender.row.js';
import { SendersStore } from '../senders/senders.store.js';
import { RefuseEntry } from './refuse-entry.js';

/** What is found wrong before a body has been read, of a caller who is known: kept like every other refusal. */
const beforeReading: readonly RefusalCode[] = ['TOO_LARGE', 'TOO_SLOW', 'MEDIA_TYPE_UNSUPPORTED'];

/** Keeps those refusals that were decided before the request reached its use case. */
@Injectable()
export class RefusalAtTheDoor {
  constructor(
    private readonly senders: SendersStore,
    private readonly refuseEntry: RefuseEntry,
  ) {}

  /** The error to answer with: the same one, or its recorded form. */
  async recorded(error: unknown, request: CallerRequest, format: EntryFormat): Promise<unknown> {
    if (!(error instanceof RefusalError) || !beforeReading.includes(error.code)) return error;
    if (request.principal?.kind !== 'journal_system') return error;
    try {
      const sender = await this.senders.get(request.principal);
      return await this.refuseEntry.run(error, sender, format, null);
    } catch (failure) {
      return failure;
    }
  }
}

import { Injectable } from '@nestjs/common';
import type { Temporal } from 'temporal-polyfill';
import { Outbox } from '#messaging/outbox/outbox.js';
import type { Tx } from '#persistence/tx.js';
import { Clock } from '#service/clock.js';
import type { ChildRecord } from '../children/children.store.js';
import { isYoungPerson } from '../children/young-person.rules.js';
import { GuardiansStore } from '../guardians/guardians.store.js';
import { consentCompleted, consentRequested } from './consent-events.js';
import { consentState } from './consent-state.rules.js';
import { ConsentsStore } from './consents.store.js';

/** Consents follow custody: what changes is noted in their histories in the transaction in which it becomes known. */
@Injectable()
export class ConsentsFollow {
  constructor(
    private readonly consents: ConsentsStore,
    private readonly guardians: GuardiansStore,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /**
   * Call it with the child locked. A grant lapses with the custody of the one who gave it; a new guardian is asked; a consent that only
   * somebody without custody had not granted is complete. From the 15th birthday nothing rests on custody.
   */
  async custody(
    tx: Tx,
    { childId, birthDate }: Pick<ChildRecord, 'childId' | 'birthDate'>,
    { before, now, readAt }: { before: readonly string[]; now: readonly string[]; readAt: Temporal.Instant },
  ): Promise<void> {
    const today = this.clock.today();
    if (isYoungPerson(birthDate, today)) return;
    const stateWith = (record: Parameters<typeof consentState>[0], holderIds: readonly string[]) =>
      consentState(record, { birthDate, holderIds, today });
    const all = await this.consents.ofChildren(tx, [childId]);
    const ids = all.filter((record) => !stateWith(record, now).endedAt).map(({ request }) => request.consentId);
    if (ids.length === 0) return;
    await this.consents.lock(tx, ids);
    const at = this.clock.now();
    const time = at.toString();
    const locked = (await this.consents.ofChildren(tx, [childId])).filter(({ request }) =>
      ids.includes(request.consentId),
    );
    // Who held custody may have been told by an id that another one stands for since.
    const lasting = await this.guardians.lastingIds(tx, before);
    const held = before.map((id) => lasting.get(id) ?? id);
    await this.consents.note(tx, ids, 'custody', { at, holderIds: now, custodyReadAt: readAt });
    for (const record of locked) {
      const noted = { ...record, entries: [...record.entries, { kind: 'custody' as const, at, holderIds: now }] };
      const was = stateWith(record, held);
      const is = stateWith(noted, now);
      if (was.endedAt) continue;
      if (was.state !== 'active' && is.state === 'active') {
        await this.outbox.append(tx, [consentCompleted(record.request, time)]);
      }
      const added = await this.consents.ask(tx, record.request.consentId, now, at);
      if (added.length > 0) await this.outbox.append(tx, [consentRequested(record.request, added, time)]);
    }
  }
}

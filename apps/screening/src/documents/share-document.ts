import { Injectable } from '@nestjs/common';
import { SpanKind, trace } from '@opentelemetry/api';
import { RefusalError } from '#contracts/refusal-error.js';
import { attributes } from '#observability/attributes.js';
import { inSpan } from '#observability/in-span.js';
import { killPoint } from '#observability/kill-point.js';
import { contextOf, traceparentOf } from '#observability/traceparent.js';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import type { StaffPrincipal } from '#security/principal.js';
import { Clock } from '#service/clock.js';
import { ChildAccess } from '../record/child-access.js';
import { isoInstant } from '../record/occasion.js';
import { RecordStore } from '../record/record.store.js';
import { RuleSetStore } from '../rule-sets/rule-set.store.js';
import { CurrentGuardiansClient } from './current-guardians.client.js';
import { decideSharing, documentIn, traceOf } from './document.rules.js';
import { DocumentStore } from './document.store.js';
import { sharedVersions, type SharedVersion } from './shared-versions.rules.js';

/**
 * Shares the newest version of a document with those who hold custody now. Readable from that moment, whatever becomes of
 * letters. What rests on a result goes on in the trace of the journal entry it came from; the request is linked.
 */
@Injectable()
export class ShareDocument {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly access: ChildAccess,
    private readonly guardians: CurrentGuardiansClient,
    private readonly records: RecordStore,
    private readonly documents: DocumentStore,
    private readonly ruleSets: RuleSetStore,
    private readonly clock: Clock,
  ) {}

  /**
   * `placesChecked`: the caller has read the text for places that somebody among the guardians may not learn. Refuses PLACES_UNCHECKED where
   * the family has name and address protection and nobody has.
   */
  async share(caller: StaffPrincipal, documentId: string, placesChecked: boolean): Promise<SharedVersion> {
    const childId = await this.unitOfWork.read((tx) => this.documents.childOf(tx, documentId));
    await this.access.demand(caller, { childId, documentId, kind: 'health_visit_summary', action: 'share' });
    const { guardianIds, placesWithheld } = await this.guardians.of(childId);
    if (guardianIds.length === 0) {
      throw new RefusalError('STATE_CONFLICT', { detail: 'Nobody holds custody who could read it.' });
    }
    if (placesWithheld && !placesChecked) throw new RefusalError('PLACES_UNCHECKED', { place: 'body/placesChecked' });
    const shared = await this.inTraceOfEntry(childId, documentId, (traceparent) =>
      this.keep(caller, { childId, documentId, guardianIds, traceparent }),
    );
    killPoint('screening.share.after-commit');
    return shared;
  }

  private async inTraceOfEntry<T>(
    childId: string,
    documentId: string,
    work: (traceparent: string | null) => Promise<T>,
  ): Promise<T> {
    const record = await this.unitOfWork.read((tx) => this.records.find(tx, childId));
    if (!record) throw new RefusalError('NOT_FOUND');
    const stored = traceOf(record, documentIn(record, documentId).versions.at(-1)!.basedOnResultId);
    const request = trace.getActiveSpan()?.spanContext();
    return inSpan(
      'share document',
      {
        kind: SpanKind.INTERNAL,
        attributes: { [attributes.documentId]: documentId },
        ...(stored ? { parent: contextOf(stored), links: request ? [request] : [] } : {}),
      },
      (span) => work(traceparentOf(span) ?? stored),
    );
  }

  private keep(
    caller: StaffPrincipal,
    what: { childId: string; documentId: string; guardianIds: string[]; traceparent: string | null },
  ): Promise<SharedVersion> {
    const { childId, documentId, guardianIds, traceparent } = what;
    const { subject, role, organisation, municipality } = caller;
    const at = isoInstant(this.clock.now());
    return this.unitOfWork.run(async (tx) => {
      const rules = (await this.ruleSets.inForce(tx, [municipality], at)).get(municipality)!;
      if (!rules.permittedRoles.shareSummary.includes(role)) throw new RefusalError('ROLE_NOT_ALLOWED');
      const batch = await this.records.lockWhole(tx, childId, municipality);
      const draft = decideSharing(
        batch.get(childId),
        { documentId, guardianIds, author: { subject, role, organisation } },
        { occurredAt: at, recordedAt: at, traceparent, eventId: null },
      );
      batch.take(draft);
      await this.records.keep(tx, batch);
      killPoint('screening.share.before-commit');
      return sharedVersions(draft.record, documentIn(draft.record, documentId))[0]!;
    });
  }
}

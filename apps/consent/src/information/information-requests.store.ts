import { Injectable } from '@nestjs/common';
import type { InformationRequest } from '#contracts/questions/information-requests.js';
import { InformationRequestSchema } from '#contracts/questions/information-requests.js';
import type { Cpr } from '#contracts/cpr.js';
import type { Tx } from '#persistence/tx.js';
import { CprVault } from '../register/cpr-vault.js';

/** A request as it came in. */
export interface NewInformationRequest {
  informationRequestId: string;
  childId: string;
  municipality: string;
  kinship: 'legal_parent' | 'none';
  requester: { cpr: Cpr; name: string };
  question: string;
  requestedAt: string;
}

interface RequestRow {
  information_request_id: string;
  child_id: string;
  organisation: string;
  kinship: string;
  requester_name_sealed: Buffer;
  question_sealed: Buffer;
  requested_at: Date;
  answered_at: Date | null;
  outcome: string | null;
}

/** What parents without custody asked, sealed. */
@Injectable()
export class InformationRequestsStore {
  constructor(private readonly vault: CprVault) {}

  async insert(tx: Tx, request: NewInformationRequest): Promise<void> {
    await tx.query(
      `insert into information_request (information_request_id, child_id, municipality, kinship, requester_cpr_sealed,
                                        requester_name_sealed, question_sealed, requested_at, seal_key_id)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        request.informationRequestId,
        request.childId,
        request.municipality,
        request.kinship,
        this.vault.sealCpr(request.requester.cpr),
        this.vault.seal(request.requester.name, 'name'),
        this.vault.seal(request.question, 'information-question'),
        request.requestedAt,
        this.vault.sealKeyId,
      ],
    );
  }

  /** Those about children who are the unit's now, oldest first. */
  async ofUnit(tx: Tx, municipality: string, organisation: string): Promise<InformationRequest[]> {
    const rows = await tx.query<RequestRow>(
      `select r.*, c.health_visiting_unit as organisation from information_request r join child c using (child_id)
       where r.municipality = $1 and c.health_visiting_unit = $2 order by request_no limit 500`,
      [municipality, organisation],
    );
    return rows.map((row) => this.viewOf(row));
  }

  /** The child the request is about, and whether it is answered; locked until the transaction ends. */
  async lock(tx: Tx, informationRequestId: string): Promise<{ childId: string; answered: boolean } | null> {
    const [row] = await tx.query<RequestRow>(
      'select child_id, outcome from information_request where information_request_id = $1 for update',
      [informationRequestId],
    );
    return row ? { childId: row.child_id, answered: row.outcome !== null } : null;
  }

  async childOf(tx: Tx, informationRequestId: string): Promise<string | null> {
    const [row] = await tx.query<RequestRow>(
      'select child_id from information_request where information_request_id = $1',
      [informationRequestId],
    );
    return row?.child_id ?? null;
  }

  async answer(
    tx: Tx,
    informationRequestId: string,
    { outcome, reason, at, by }: { outcome: string; reason: string; at: string; by: string },
  ): Promise<void> {
    await tx.query(
      `update information_request set outcome = $2, reason_sealed = $3, answered_at = $4, answered_by = $5,
              seal_key_id = case when seal_key_id = $6 then $6 end
       where information_request_id = $1`,
      [informationRequestId, outcome, this.vault.seal(reason, 'information-reason'), at, by, this.vault.sealKeyId],
    );
  }

  private viewOf(row: RequestRow): InformationRequest {
    return InformationRequestSchema.parse({
      informationRequestId: row.information_request_id,
      childId: row.child_id,
      organisation: row.organisation,
      requestedAt: row.requested_at.toISOString(),
      requesterName: this.vault.open(row.requester_name_sealed, 'name'),
      kinship: row.kinship,
      question: this.vault.open(row.question_sealed, 'information-question'),
      answeredAt: row.answered_at?.toISOString() ?? null,
      outcome: row.outcome,
    });
  }
}

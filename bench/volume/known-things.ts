import { loginAs } from '#local/login.js';
import { Visit } from '#local/visit.js';
import { PortalVisitor } from '#local/portal-visitor.js';
import type { BenchHub } from '../bench-hub.js';
import type { BenchChild } from '../report-stream.js';
import type { HubDatabases } from './hub-databases.js';

/** What somebody who asks a hub's doors holds in hand: ids of a report that came lately, and who they are. */
export interface KnownThings {
  readonly bench: BenchHub;
  readonly traceId: string;
  readonly receiptId: string;
  readonly recordId: string;
  readonly letterId: string;
  readonly childId: string;
  readonly tokens: Readonly<Record<'ops' | 'nurse' | 'leader' | 'operations' | 'journal', string>>;
  readonly operator: Visit;
  readonly mother: PortalVisitor;
}

/** Looks up a report of the family that was shared, and logs everybody in. */
export async function knownThings(
  bench: BenchHub,
  databases: HubDatabases,
  { mother }: BenchChild,
  childId: string,
): Promise<KnownThings> {
  const [letter] = await databases.rows<{ letter_id: string }>(
    'notifications',
    'select letter_id from letter where child_id = $1 limit 1',
    [childId],
  );
  const [entry] = await databases.rows<{ trace_id: string; receipt_id: string; record_id: string }>(
    'novax_adapter',
    'select trace_id, receipt_id, record_id from journal_entry where child_id = $1 order by received_at desc limit 1',
    [childId],
  );
  const { hub } = bench;
  const issuer = `${hub.urls['stand-ins']}/oidc`;
  const token = async (username: string): Promise<string> => (await loginAs({ issuer, username })).accessToken;
  const operator = new Visit();
  const form = await operator.go(`${hub.urls.operations}/login`);
  await (await operator.go(form.address, new URLSearchParams({ username: 'ops' }))).page?.body?.cancel();
  return {
    bench,
    traceId: entry!.trace_id,
    receiptId: entry!.receipt_id,
    recordId: entry!.record_id,
    letterId: letter!.letter_id,
    childId,
    tokens: {
      ops: await token('ops'),
      nurse: await token('hv1-nurse'),
      leader: await token('hv1-leader'),
      operations: await hub.tokenFor('operations'),
      journal: await hub.tokenFor('journal-k1'),
    },
    operator,
    mother: await PortalVisitor.logIn(hub.urls['parent-portal'], mother),
  };
}

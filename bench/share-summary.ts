import type { BenchHub } from './bench-hub.js';
import { postAsNurse } from './post-as-nurse.js';

/** Writes a summary for a child that is registered, by its number, and shares it with the guardians. */
export async function shareSummary(bench: BenchHub, cpr: string): Promise<{ childId: string; documentId: string }> {
  const { consent, screening } = bench.hub.urls;
  const { childId } = await postAsNurse(bench, `${consent}/children`, { cpr, healthVisitingUnit: 'HV-1' });
  const text = 'Barnet trives.';
  const { documentId } = await postAsNurse(bench, `${screening}/children/${childId}/documents`, {
    kind: 'health_visit_summary',
    text,
  });
  await postAsNurse(bench, `${screening}/documents/${documentId}/share`, {});
  return { childId: childId!, documentId: documentId! };
}

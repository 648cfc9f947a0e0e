/** Who caused what in the trace of a report. */
export interface SpanEdge {
  /** `service: span`; null where the trace begins. */
  parent: string | null;
  child: string;
  /** How often, for a child with two guardians of whom one replies. */
  times: number;
}

/**
 * Every parent and child among the spans of the main job: a report comes in, its summary is shared, both guardians get their letter and one
 * replies. A promise like the events themselves: `test/journeys/main-job.e2e.ts` holds the running hub to it, `docs/telemetry.md` tells it.
 */
export const mainJobEdges: readonly SpanEdge[] = [
  once(null, 'novax-adapter: POST /fhir/Bundle'),
  once('novax-adapter: POST /fhir/Bundle', 'novax-adapter: POST /children/find'),
  once('novax-adapter: POST /children/find', 'consent: POST /children/find'),
  ...published('novax-adapter', 'POST /fhir/Bundle', 'journal.entry.received.v1', ['screening', 'operations'], 1),
  ...published('screening', 'process journal.entry.received.v1', 'screening.result.recorded.v1', ['operations'], 1),
  ...published('screening', 'process journal.entry.received.v1', 'screening.level.changed.v1', ['operations'], 1),
  once('screening: process journal.entry.received.v1', 'screening: share document'),
  ...published('screening', 'share document', 'portal.document.shared.v1', ['notifications', 'operations'], 1),
  twice('notifications: process portal.document.shared.v1', 'notifications: letter requested'),
  twice('notifications: letter requested', 'notifications: GET /children/:id/guardians'),
  twice('notifications: GET /children/:id/guardians', 'consent: GET /children/:childId/guardians'),
  twice('notifications: letter requested', 'notifications: GET /guardians/:id/recipient'),
  twice('notifications: GET /guardians/:id/recipient', 'consent: GET /guardians/:guardianId/recipient'),
  ...letter('requested', 2),
  ...letter('submitted', 2),
  ...letter('delivered', 2),
  ...letter('reply.received', 1),
];

function once(parent: string | null, child: string): SpanEdge {
  return { parent, child, times: 1 };
}

function twice(parent: string, child: string): SpanEdge {
  return { parent, child, times: 2 };
}

function letter(step: string, times: number): SpanEdge[] {
  const cause = 'process portal.document.shared.v1';
  return published('notifications', cause, `letter.${step}.v1`, ['screening', 'operations'], times);
}

/** An event's publication, and its handling by each who hears it. */
function published(service: string, cause: string, type: string, hearers: string[], times: number): SpanEdge[] {
  const publish = `${service}: publish ${type}`;
  return [
    { parent: `${service}: ${cause}`, child: publish, times },
    ...hearers.map((hearer) => ({ parent: publish, child: `${hearer}: process ${type}`, times })),
  ];
}

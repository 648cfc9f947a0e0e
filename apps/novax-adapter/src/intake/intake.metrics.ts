import { counter, histogram } from '#observability/metrics.js';
import type { IntakeLine, NumberedRefusal } from './intake.store.js';

const entries = counter('hub.intake.entries', { description: 'Entries taken in' });
const repeated = counter('hub.intake.repeated', { description: 'Entries sent again and answered as the first time' });
const conflicts = counter('hub.intake.conflicts', { description: 'Entries sent again with another content' });
const refused = counter('hub.intake.refused', { description: 'Entries refused, by code' });

/** What the intake counts and measures. */
export const intakeMetrics = {
  seconds: histogram('hub.intake.duration', { description: 'From the whole body to the acknowledgement', unit: 's' }),
  batchSize: histogram('hub.intake.batch.size', {
    description: 'Requests that shared one transaction',
    advice: { explicitBucketBoundaries: [1, 2, 5, 10, 20, 50, 100, 200, 500] },
  }),

  /** After the commit, so that nothing is counted that did not happen. */
  count(lines: readonly IntakeLine[], refusals: readonly NumberedRefusal[]): void {
    for (const { outcome, municipality } of lines) {
      if (outcome === 'taken') entries.add(1, { municipality });
      else if (outcome === 'repeated') repeated.add(1, { municipality });
      else if (outcome === 'conflict') conflicts.add(1, { municipality });
    }
    for (const { code, format } of refusals) refused.add(1, { code, format });
  },
};

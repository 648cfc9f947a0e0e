import { counter, histogram } from '#observability/metrics.js';
import type { IntakeLine, NumberedRefusal } from './intake.store.js';

const entries = counter('hub.intake.entries');
const repeated = counter('hub.intake.repeated');
const conflicts = counter('hub.intake.conflicts');
const refused = counter('hub.intake.refused');

/** What the intake counts and measures. */
export const intakeMetrics = {
  seconds: histogram('hub.intake.duration'),
  batchSize: histogram('hub.intake.batch.size'),

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

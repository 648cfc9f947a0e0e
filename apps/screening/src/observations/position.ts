import type { AssessmentReported } from '#contracts/events/journal-entry-received.js';

/** A place on a scheme's three steps: compared by ordinal and never by label, for schemes use the same words differently. */
export interface Position {
  scheme: AssessmentReported['scheme'];
  ordinal: 1 | 2 | 3;
  label: string;
}

/** TOPI's own words. Source: the national questionnaire's answers and the scheme's published legend. */
const topiLabels = { 1: 'Grøn', 2: 'Gul', 3: 'Rød' } as const;

/** The position of a TOPI assessment; null for assessments with a score. */
export function positionOf({ scheme, ordinal }: AssessmentReported): Position | null {
  if (scheme !== 'topi' || ordinal === null) return null;
  return { scheme, ordinal, label: topiLabels[ordinal] };
}

/** What an awaited step is about; how it is told from an event stands in `step-subject.rules.ts`. */
export type StepSubject = 'result' | 'letter' | 'consent_letter';

/** After a step, one of the next ones is due within a time. */
export interface ExpectedStep {
  /** The step that must come, by which the gap is named. Others may take its place, see `endedBy`. */
  readonly step: string;
  readonly after: string;
  readonly about: StepSubject;
  /** Any of these ends the waiting. */
  readonly endedBy: readonly string[];
  /** By the clock of the domain, from the step before. */
  readonly within: { readonly minutes: number } | { readonly hours: number };
  /** True where only the first of its kind has a next step, in whatever chain it came. */
  readonly firstOnly?: boolean;
}

/**
 * The steps that must follow, as data: a chain that stops before one of them has a gap (R19). Only what events alone can tell stands here.
 * A share is not followed by a letter for guardians who had their first one, and who had it nobody here knows; what waits inside a
 * service stands in `watched-work.ts`.
 */
export const expectedSteps: readonly ExpectedStep[] = [
  {
    step: 'screening.result.recorded',
    after: 'journal.entry.received',
    about: 'result',
    endedBy: ['screening.result.recorded', 'screening.result.superseded', 'screening.result.withdrawn'],
    within: { minutes: 10 },
    // A result that is reported again as it stands changes nothing, and nobody tells of it.
    firstOnly: true,
  },
  {
    step: 'letter.requested',
    after: 'consent.requested',
    about: 'consent_letter',
    endedBy: ['letter.requested'],
    within: { minutes: 10 },
  },
  {
    step: 'letter.submitted',
    after: 'letter.requested',
    about: 'letter',
    endedBy: ['letter.submitted', 'letter.delivered', 'letter.failed', 'letter.cancelled'],
    // The five tries of a letter take an hour and a half.
    within: { hours: 6 },
  },
  {
    step: 'letter.delivered',
    after: 'letter.submitted',
    about: 'letter',
    endedBy: ['letter.delivered', 'letter.failed', 'letter.cancelled'],
    within: { hours: 24 },
  },
];

import type { StepSubject } from './expected-steps.js';

interface SeenEvent {
  readonly type: string;
  readonly municipality: string;
  readonly data: unknown;
}

interface Reported {
  readonly resourceId: string;
  readonly status: string;
}

/** Results that an entry tells of are one by one: each is awaited, or told to be of no more interest because it was taken back. */
export interface Subjects {
  readonly awaited: readonly string[];
  readonly settled: readonly string[];
}

const none: Subjects = { awaited: [], settled: [] };

/** What an event is about, in the words by which its next step will be known: ids of letters and results, never of a person. */
export function subjectsOf(about: StepSubject, event: SeenEvent): Subjects {
  const name = event.type.replace(/\.v\d+$/, '');
  const data = event.data as Record<string, unknown>;
  switch (about) {
    case 'letter':
      return { ...none, awaited: [String(data['letterId'])] };
    case 'consent_letter':
      return isConsentLetter(name, data) ? { ...none, awaited: ['consent_request'] } : none;
    case 'result':
      return name === 'journal.entry.received' ? reportedResults(event.municipality, data) : result(event, data);
  }
}

function isConsentLetter(name: string, data: Record<string, unknown>): boolean {
  if (name === 'letter.requested') return data['kind'] === 'consent_request';
  return data['byLetter'] === true && (data['askedIds'] as unknown[]).length > 0;
}

/**
 * A result that was taken back is never recorded, also when the withdrawal comes first. Other resources may have the same id: it is unique
 * within its type alone. An entry about no child has no record.
 */
function reportedResults(municipality: string, data: Record<string, unknown>): Subjects {
  if (data['childId'] === null) return none;
  const named = ({ resourceId }: { resourceId: string }) =>
    `${municipality}/${String(data['sourceSystem'])}/${resourceId}`;
  const reported = data['adbb'] as Reported[];
  const isBack = ({ status }: Reported) => status === 'entered-in-error';
  const withdrawn = (data['withdrawn'] as { resourceType: string; resourceId: string }[]).filter(
    ({ resourceType }) => resourceType === 'QuestionnaireResponse',
  );
  return {
    awaited: reported.filter((one) => !isBack(one)).map(named),
    settled: [...reported.filter(isBack), ...withdrawn].map(named),
  };
}

/** A withdrawal names no record: its result was recorded before. */
function result({ municipality }: SeenEvent, data: Record<string, unknown>): Subjects {
  if (data['recordId'] === undefined) return none;
  return { ...none, awaited: [`${municipality}/${String(data['sourceSystem'])}/${String(data['recordId'])}`] };
}

import { Temporal } from 'temporal-polyfill';
import type { ChildId, GuardianId, LetterId } from '#contracts/ids.js';
import type { LetterKind } from '../texts/letter-template.js';
import type { Letter, LetterChannelName } from './letter.js';

/** A row of the table `letter` as the driver gives it. The table's own checks keep the columns that a state needs. */
export interface LetterRow {
  letter_id: string;
  message_uuid: string;
  municipality: string;
  child_id: string;
  guardian_id: string;
  kind: LetterKind;
  consent_id: string | null;
  consent_ended: string | null;
  requested_at: Date;
  traceparent: string | null;
  caused_by: string;
  version: number;
  state: Letter['state'];
  tries: number;
  answer_lost: boolean;
  postponed: number;
  questions: number;
  channel: LetterChannelName | null;
  template: string | null;
  due_at: Date | null;
  tried_at: Date | null;
  submitted_at: Date | null;
  delivered_at: Date | null;
  late: boolean;
  code: string | null;
}

const instant = (date: Date | null): Temporal.Instant => {
  if (!date) throw new Error('A letter lacks a time that its state needs');
  return Temporal.Instant.fromEpochMilliseconds(date.getTime());
};

export function letterOf(row: LetterRow): Letter {
  const common = {
    letterId: row.letter_id as LetterId,
    messageUuid: row.message_uuid,
    municipality: row.municipality,
    childId: row.child_id as ChildId,
    guardianId: row.guardian_id as GuardianId,
    kind: row.kind,
    consent: row.consent_id === null ? null : { consentId: row.consent_id, ended: row.consent_ended },
    requestedAt: instant(row.requested_at),
    traceparent: row.traceparent,
    causedBy: row.caused_by,
    version: row.version,
    tries: row.tries,
    answerLost: row.answer_lost,
  };
  const maybeTried = row.channel && row.template ? { channel: row.channel, template: row.template } : null;
  const submittedAt = row.submitted_at && instant(row.submitted_at);
  switch (row.state) {
    case 'requested':
      return { ...common, state: row.state, dueAt: instant(row.due_at), postponed: row.postponed, tried: maybeTried };
    case 'failed':
    case 'cancelled':
      return { ...common, state: row.state, tried: maybeTried, submittedAt, code: row.code ?? 'INTERNAL' };
  }
  if (!maybeTried) throw new Error('A letter lacks the try that its state needs');
  const tried = maybeTried;
  const { questions, late } = row;
  switch (row.state) {
    case 'submitting':
      return { ...common, state: row.state, tried, triedAt: instant(row.tried_at) };
    case 'unknown':
      return {
        ...common,
        state: row.state,
        tried,
        triedAt: instant(row.tried_at),
        dueAt: instant(row.due_at),
        questions,
      };
    case 'submitted':
      return {
        ...common,
        state: row.state,
        tried,
        submittedAt: instant(row.submitted_at),
        dueAt: row.due_at && instant(row.due_at),
        questions,
      };
    case 'delivered':
      return {
        ...common,
        state: row.state,
        tried,
        submittedAt: instant(row.submitted_at),
        deliveredAt: instant(row.delivered_at),
        late,
      };
  }
}

/** The columns that change, in the order of `CHANGING`. A letter under way stays due, so that one without a living sender is found. */
export function changingColumns(letter: Letter): unknown[] {
  const dueAt = letter.state === 'submitting' ? letter.triedAt : 'dueAt' in letter ? letter.dueAt : null;
  return [
    letter.version,
    letter.state,
    letter.tries,
    letter.answerLost,
    'postponed' in letter ? letter.postponed : 0,
    'questions' in letter ? letter.questions : 0,
    letter.tried?.channel ?? null,
    letter.tried?.template ?? null,
    dueAt?.toString() ?? null,
    'triedAt' in letter ? letter.triedAt.toString() : null,
    'submittedAt' in letter ? (letter.submittedAt?.toString() ?? null) : null,
    letter.state === 'delivered' ? letter.deliveredAt.toString() : null,
    letter.state === 'delivered' && letter.late,
    'code' in letter ? letter.code : null,
  ];
}

export const CHANGING = [
  'version',
  'state',
  'tries',
  'answer_lost',
  'postponed',
  'questions',
  'channel',
  'template',
  'due_at',
  'tried_at',
  'submitted_at',
  'delivered_at',
  'late',
  'code',
] as const;

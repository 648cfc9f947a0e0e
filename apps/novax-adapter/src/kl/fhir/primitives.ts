import { NumberText } from './number-text.js';

export type PrimitiveType =
  'string' | 'code' | 'id' | 'uri' | 'boolean' | 'decimal' | 'dateTime' | 'instant' | 'xhtml' | 'answerInteger';

const CODE = /^\S+(?: \S+)*$/;
const ID = /^[A-Za-z0-9\-.]{1,64}$/;
const URI = /^\S+$/;
const DATE_TIME =
  /^(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01])(?:T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:Z|[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00)))?)?)?$/;

/** Moved to UTC, a moment of these years could leave the four digits of a year. */
const OUTER_YEARS: ReadonlySet<string> = new Set(['0000', '0001', '9999']);

function isDateTime(text: string, instant: boolean): boolean {
  const match = DATE_TIME.exec(text);
  if (!match || OUTER_YEARS.has(match[1]!)) return false;
  if (instant && match[4] === undefined) return false;
  return match[3] === undefined || Number(match[3]) <= daysInMonth(Number(match[1]), Number(match[2]));
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Whether a value has the form of a FHIR R4 primitive (source: FHIR R4, data types, regular expressions). */
export const primitiveTests: Record<PrimitiveType, (value: unknown) => boolean> = {
  string: (value) => typeof value === 'string' && value.trim() !== '',
  code: (value) => typeof value === 'string' && CODE.test(value),
  id: (value) => typeof value === 'string' && ID.test(value),
  uri: (value) => typeof value === 'string' && URI.test(value),
  boolean: (value) => typeof value === 'boolean',
  decimal: (value) => typeof value === 'number' || value instanceof NumberText,
  dateTime: (value) => typeof value === 'string' && isDateTime(value, false),
  instant: (value) => typeof value === 'string' && isDateTime(value, true),
  xhtml: (value) => typeof value === 'string' && value !== '',
  /** Judged by the questionnaire, which knows the item's range: here any number, whole or not. */
  answerInteger: (value) => typeof value === 'number' || value instanceof NumberText || typeof value === 'string',
};

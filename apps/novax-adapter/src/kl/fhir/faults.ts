import { refusalCodes, type RefusalCode } from '#contracts/refusal-codes.js';
import { TooManyFaults } from './too-many-faults.js';

/** One fault of a delivery: stable code, FHIRPath of the place, what is wrong without any value, how to mend it. */
export interface KlIssue {
  readonly code: RefusalCode;
  readonly place: string;
  readonly detail: string;
  readonly cure: string;
  /** Line in the message, when it is XML. */
  readonly line?: number;
}

interface Warning {
  readonly code: RefusalCode;
  readonly place: string;
}

/** More faults than this help nobody, and a delivery of many reports may repeat one thousands of times. */
const MOST_FAULTS = 100;
/** Limit of the place in events and answers. */
const LONGEST_PLACE = 256;

type Step = string | number;

/** Collects the faults and warnings found on a walk through a delivery, each with the place where the walk stands. */
export class Faults {
  readonly issues: KlIssue[] = [];
  readonly warnings: Warning[] = [];
  private readonly path: Step[] = [];

  enter(step: Step): void {
    this.path.push(step);
  }

  leave(): void {
    this.path.pop();
  }

  /** Runs work at a place below the present one. */
  at<T>(steps: readonly Step[], work: () => T): T {
    for (const step of steps) this.path.push(step);
    try {
      return work();
    } finally {
      this.path.length -= steps.length;
    }
  }

  /** Throws TooManyFaults with the last one that is kept: to walk on through millions of faulty elements would take half a minute. */
  add(code: RefusalCode, detail: string, cure: string = refusalCodes[code].cure): void {
    this.issues.push({ code, place: this.place(), detail, cure });
    if (this.issues.length >= MOST_FAULTS) throw new TooManyFaults();
  }

  warn(code: RefusalCode): void {
    this.warnings.push({ code, place: this.place() });
  }

  /** FHIRPath of the present place. */
  place(): string {
    let place = 'Bundle';
    for (const step of this.path) place += typeof step === 'number' ? `[${step}]` : `.${step}`;
    return place.slice(0, LONGEST_PLACE);
  }
}

/** An element name as a step of a place; a name that no element could have may be a value sent by mistake. */
export function nameStep(name: string): string {
  return /^_?[A-Za-z][A-Za-z0-9]{0,39}$/.test(name) ? name : '*';
}

/** A step that picks an item by its linkId; an id that cannot be one of a questionnaire is not repeated. */
export function linkIdStep(linkId: unknown): string {
  const known = typeof linkId === 'string' && /^\d{0,2}[A-Za-z]{1,60}$/.test(linkId);
  return known ? `where(linkId='${linkId}')` : `where(linkId)`;
}

import { Injectable } from '@nestjs/common';

/** How much of a kind of work is due and not done, and for how long the oldest of it has been. */
export interface Due {
  readonly waiting: number;
  /** Seconds; 0 when nothing waits. By the clock of the domain where that decides when the work is due. */
  readonly oldestAgeSeconds: number;
}

/**
 * The work that a service does by itself, each with the question how late it is, asked of the database: so that the answer is the same
 * in every instance, and also when nobody does the work any more.
 */
@Injectable()
export class DueWork {
  private readonly kinds = new Map<string, () => Promise<Due>>();

  /** `kind`: stable words such as `raise-overdue`. */
  watch(kind: string, ask: () => Promise<Due>): void {
    this.kinds.set(kind, ask);
  }

  /** Throws what a question throws: no answer is better than a wrong one. */
  all(): Promise<(Due & { kind: string })[]> {
    return Promise.all([...this.kinds].map(async ([kind, ask]) => ({ kind, ...(await ask()) })));
  }
}

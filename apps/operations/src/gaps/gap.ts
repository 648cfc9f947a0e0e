import type { GapCloseCode } from './gap-close-codes.js';

/** A step that did not come in time, and what became of it. */
export interface Gap {
  readonly step: string;
  readonly letterId: string | null;
  readonly since: string;
  readonly dueAt: string;
  readonly detectedAt: string;
  /** From when on nobody waits for it: it came, or an operator closed the gap. Null: open. */
  readonly closedAt: string | null;
  /** When the step came, late; also after the gap was closed by hand. */
  readonly cameAt: string | null;
  readonly byHand: { readonly who: string; readonly code: GapCloseCode; readonly reason: string } | null;
}

/** With the chain that it is of. */
export interface FoundGap extends Gap {
  readonly traceId: string;
  readonly municipality: string;
}

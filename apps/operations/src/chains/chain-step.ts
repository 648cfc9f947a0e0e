/** One step of a chain as operations see it: ids, codes, times. There is no field that could hold a person's data. */
export interface ChainStep {
  readonly traceId: string;
  readonly eventId: string;
  /** Neutral step name: the event's name without version. */
  readonly name: string;
  readonly service: string;
  /** Domain time of the fact, ISO instant. */
  readonly occurredAt: string;
  /** Place within the main job; orders steps that happened in the same instant. */
  readonly rank: number;
  readonly letterId: string | null;
  readonly channel: string | null;
  readonly code: string | null;
  /** Null where nobody tells. */
  readonly tries: number | null;
  readonly failedTries: readonly { readonly at: string; readonly code: string }[];
  readonly late: boolean;
  readonly level: string | null;
}

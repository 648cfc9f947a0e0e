/** A span as far as it is kept: what was done, where, when and for how long. Attributes are not kept. */
export interface ReceivedSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentId: string | null;
  readonly service: string;
  readonly name: string;
  /** Microseconds since 1970. */
  readonly startUs: number;
  readonly tookUs: number;
  readonly failed: boolean;
}

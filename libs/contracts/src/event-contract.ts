import type { z } from 'zod';

/** A fact that one service publishes and others read: its schema, its type and where it travels. */
export interface EventContract<Data> {
  readonly name: string;
  readonly version: number;
  /** CloudEvents `type`: name and major version, such as `journal.entry.received.v1`. */
  readonly type: string;
  /** Topic without the deployment's prefix. */
  readonly topic: string;
  /** The service that alone publishes it. */
  readonly owner: string;
  readonly summary: string;
  readonly schema: z.ZodType<Data>;
  readonly example: Data;
  /** CloudEvents `dataschema`. */
  readonly dataSchema: string;
  parse(data: unknown): Data;
}

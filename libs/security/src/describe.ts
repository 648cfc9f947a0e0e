import { SetMetadata } from '@nestjs/common';
import type { z } from 'zod';

/** What a door takes and answers, for OpenAPI. Answers are by HTTP status; `null` is an answer without a body. */
export interface DoorDescription {
  summary: string;
  body?: z.ZodType;
  /** Media types of a body that is not JSON, for example `application/fhir+xml`. */
  consumes?: readonly string[];
  params?: z.ZodObject;
  query?: z.ZodObject;
  answers: Record<number, z.ZodType | null>;
  /** Media type of the answers, default `application/json`. */
  produces?: readonly string[];
}

export const DESCRIPTION_METADATA = 'hub:description';

/** Describes a door; the service's OpenAPI document is made from it. */
export const Describe = (description: DoorDescription): MethodDecorator =>
  SetMetadata(DESCRIPTION_METADATA, description);

import { SetMetadata } from '@nestjs/common';

/** How a door reads its body. */
export interface BodyReading {
  /** `json`: strict JSON into `@JsonBody(schema)`; `bytes`: the bytes as they came, into `@BytesBody()`. */
  as: 'json' | 'bytes';
  maxBytes: number;
  /** Accepted media types without parameters. */
  types: readonly string[];
}

export const BODY_METADATA = 'hub:body';

export const JSON_BODY: BodyReading = { as: 'json', maxBytes: 1_000_000, types: ['application/json'] };

/** The door takes its body as bytes, for example `@TakesBytes({ maxBytes: 10_000_000, types: ['application/fhir+json'] })`. */
export const TakesBytes = (reading: Omit<BodyReading, 'as'>): MethodDecorator =>
  SetMetadata(BODY_METADATA, { as: 'bytes', ...reading } satisfies BodyReading);

/** What the parts of an envelope may look like: ids and codes, so that neither a name nor a character that a table refuses gets in. */
export const envelopeRules = {
  /** A UUID as RFC 9562 has it, with its version and variant: notices about an event take no other. */
  id: /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i,
  key: /^[\x21-\x7e]{1,128}$/,
  subject: /^[\x21-\x7e]{1,128}$/,
  municipality: /^[A-Z0-9-]{1,16}$/,
  time: /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/,
  causationId: /^[\x21-\x7e]{1,128}$/,
  traceparent: /^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/,
} as const;

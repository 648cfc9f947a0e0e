import type { RefusalCode } from '#contracts/refusal-codes.js';

/** FHIR issue types (R4 value set issue-type) by refusal code. */
const byCode: Partial<Record<RefusalCode, string>> = {
  MALFORMED: 'structure',
  DUPLICATE_KEY: 'structure',
  DOCTYPE_FORBIDDEN: 'structure',
  TOO_DEEP: 'structure',
  SHAPE_INVALID: 'structure',
  ELEMENT_FORBIDDEN: 'structure',
  TOO_LARGE: 'too-long',
  TOO_SLOW: 'timeout',
  MEDIA_TYPE_UNSUPPORTED: 'not-supported',
  NOT_ACCEPTABLE: 'not-supported',
  GUIDE_VERSION_UNSUPPORTED: 'not-supported',
  ITEM_MISSING: 'required',
  VISIT_CONTENT_MISSING: 'required',
  INVARIANT_BROKEN: 'invariant',
  CODE_INVALID: 'code-invalid',
  REFERENCE_UNRESOLVED: 'not-found',
  UNKNOWN_CHILD: 'not-found',
  NOT_FOUND: 'not-found',
  ITEM_OUT_OF_RANGE: 'value',
  ITEM_UNKNOWN: 'value',
  CPR_INVALID: 'value',
  RECORD_ID_INVALID: 'value',
  ENTRY_CONFLICT: 'conflict',
  TOKEN_MISSING: 'login',
  TOKEN_INVALID: 'security',
  TOKEN_EXPIRED: 'expired',
  WRONG_TENANT: 'forbidden',
  SENDER_UNKNOWN: 'forbidden',
  ROLE_NOT_ALLOWED: 'forbidden',
  TOO_MANY_REQUESTS: 'throttled',
  DEPENDENCY_UNAVAILABLE: 'transient',
  INTERNAL: 'exception',
};

export function issueTypeOf(code: RefusalCode): string {
  return byCode[code] ?? 'business-rule';
}

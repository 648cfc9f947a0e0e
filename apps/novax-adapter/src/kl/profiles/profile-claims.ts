import { isObject, type FhirObject } from '../fhir/fhir-object.js';

const GUIDE = 'http://fhir.kl.dk/children/StructureDefinition/klgateway-children-';
const SUPPORTED_VERSION = '2.1.0';

interface Claim {
  /** Last part of the profile's address. */
  readonly profile: string;
  readonly version: string | null;
}

/** The profiles of this guide that a resource says it follows; those of other guides are passed over. */
export function profileClaims(resource: FhirObject): Claim[] {
  const meta = resource['meta'];
  const profiles: unknown = isObject(meta) ? meta['profile'] : undefined;
  if (!Array.isArray(profiles)) return [];
  const claims: Claim[] = [];
  for (const address of profiles) {
    if (typeof address !== 'string' || !address.startsWith(GUIDE)) continue;
    const [profile = '', version = null] = address.slice(GUIDE.length).split('|');
    claims.push({ profile, version });
  }
  return claims;
}

export const isSupported = (claim: Claim): boolean => claim.version === null || claim.version === SUPPORTED_VERSION;

/** The common parent of the indicator profiles: it says nothing about which of them is meant. */
export const INDICATOR_PROFILE = 'indicator';

export const REPORT_PROFILE = 'delivery-report';
export const INCREMENTAL_PROFILE = 'incremental-delivery';

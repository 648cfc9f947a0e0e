import type { Faults } from '../fhir/faults.js';
import type { FhirObject } from '../fhir/fhir-object.js';
import { META, NARRATIVE } from '../fhir/datatypes.js';
import { may, must, object, primitive, type ElementRule, type ObjectShape } from '../fhir/shape.js';

interface ResourceOptions {
  readonly forbids?: readonly string[];
  readonly choices?: readonly { readonly names: readonly string[]; readonly min: 0 | 1 }[];
  readonly check?: (value: FhirObject, faults: Faults) => void;
}

/**
 * One resource of the report. Contained resources and `implicitRules` are forbidden for all: the guide wants every reference
 * resolved within the bundle, so a contained resource could never be referred to (dom-3), and unknown rules must not be passed over.
 */
export function resource(
  type: string,
  elements: Record<string, ElementRule>,
  options: ResourceOptions = {},
): ObjectShape {
  const forbids = ['implicitRules', 'contained', ...(options.forbids ?? [])];
  const common = {
    resourceType: must(primitive('code', type)),
    meta: may(META),
    language: may('code'),
    text: may(NARRATIVE),
  };
  return object({ ...common, ...elements }, { ...options, forbids });
}

import type { Faults } from '../fhir/faults.js';
import { objectAt, objectsAt, textAt, type FhirObject } from '../fhir/fhir-object.js';
import { BASED_ON_INTERVENTION } from '../profiles/encounter.js';
import type { ReportResource } from '../report-resource.js';

interface Pointer {
  readonly steps: readonly (string | number)[];
  readonly reference: string;
  readonly to: string;
}

/** Finds resources of one report by `Type/id` or by fullUrl. */
export class ResourceIndex {
  private readonly byAddress = new Map<string, ReportResource>();

  /** bdl-7 and bdl-8: every resource once, under an address that names no version and agrees with its id. */
  constructor(resources: readonly ReportResource[], faults: Faults) {
    for (const resource of resources) {
      faults.at(['entry', resource.index], () => this.put(resource, faults));
    }
  }

  private put(resource: ReportResource, faults: Faults): void {
    const { type, id, fullUrl } = resource;
    const key = `${type}/${id}`;
    if (this.byAddress.has(key) || (fullUrl !== undefined && fullUrl !== key && this.byAddress.has(fullUrl))) {
      faults.add('INVARIANT_BROKEN', 'bdl-7: the same resource stands twice in the report.');
      return;
    }
    this.byAddress.set(key, resource);
    if (fullUrl === undefined) return;
    if (fullUrl.includes('/_history/')) faults.add('INVARIANT_BROKEN', 'bdl-8: fullUrl may not name a version.');
    const restful = /^(?:https?:\/\/.+\/)?([A-Z][A-Za-z]+)\/([A-Za-z0-9\-.]{1,64})$/.exec(fullUrl);
    if (restful && (restful[1] !== type || restful[2] !== id)) {
      faults.at(['fullUrl'], () => faults.add('SHAPE_INVALID', 'fullUrl names another type or id than the resource.'));
    }
    this.byAddress.set(fullUrl, resource);
  }

  resolve(reference: string | undefined): ReportResource | undefined {
    return reference === undefined ? undefined : this.byAddress.get(reference);
  }

  /** Every reference must lead to a resource of the right type in the same report. */
  judge(resource: ReportResource, faults: Faults): void {
    for (const { steps, reference, to } of pointersOf(resource)) {
      const target = this.byAddress.get(reference);
      if (target?.type === to) continue;
      const detail = target
        ? `The reference must lead to a ${to}.`
        : `The ${to} that is referred to is not in the report.`;
      faults.at([...steps, 'reference'], () => faults.add('REFERENCE_UNRESOLVED', detail));
    }
  }
}

function pointersOf({ type, body }: ReportResource): Pointer[] {
  const found: Pointer[] = [];
  const point = (holder: FhirObject | undefined, to: string, ...steps: (string | number)[]): void => {
    const reference = textAt(holder, 'reference');
    if (reference !== undefined) found.push({ steps, reference, to });
  };
  point(objectAt(body, 'subject'), 'Patient', 'subject');
  if (type === 'Patient') {
    objectsAt(body, 'link').forEach((link, n) => point(objectAt(link, 'other'), 'RelatedPerson', 'link', n, 'other'));
  } else if (type === 'RelatedPerson') point(objectAt(body, 'patient'), 'Patient', 'patient');
  else if (type === 'Observation') point(objectAt(body, 'encounter'), 'Encounter', 'encounter');
  else if (type === 'Encounter') {
    objectsAt(body, 'location').forEach((at, n) =>
      point(objectAt(at, 'location'), 'Location', 'location', n, 'location'),
    );
    objectsAt(body, 'extension').forEach((extension, n) => {
      if (extension['url'] !== BASED_ON_INTERVENTION) return;
      point(objectAt(extension, 'valueReference'), 'CarePlan', 'extension', n, 'valueReference');
    });
  }
  return found;
}

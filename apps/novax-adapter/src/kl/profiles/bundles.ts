import { META } from '../fhir/datatypes.js';
import { ELSEWHERE, list, may, must, object, primitive, type ElementRule, type ObjectShape } from '../fhir/shape.js';

const FORBIDDEN = ['implicitRules', 'identifier', 'total', 'link', 'signature'];

/** A Bundle is no domain resource: no narrative, no extension of its own. */
function bundle(meta: ElementRule): ObjectShape {
  const shape = object(
    {
      resourceType: must(primitive('code', 'Bundle')),
      id: must('id'),
      meta,
      language: may('code'),
      type: must(primitive('code', 'collection')),
      timestamp: must('instant'),
      entry: { shape: ELSEWHERE, min: 0, max: Infinity, list: true },
    },
    { forbids: FORBIDDEN },
  );
  return { ...shape, elements: new Map([...shape.elements].filter(([name]) => name !== 'extension')) };
}

const reportMeta = object({ ...Object.fromEntries(META.elements), profile: list('uri', 1, 1) });

/** klgateway-children-delivery-report. Its id is the sender's record id and must be given. */
export const deliveryReport = bundle(must(reportMeta));

/** klgateway-children-incremental-delivery: a bundle of reports in no order. */
export const incrementalDelivery = bundle(may(META));

const FORBIDDEN_IN_ENTRY = ['search', 'request', 'response'];

/** One entry; the resource in it is judged by its own profile. */
export const entryShape = object(
  { fullUrl: may('uri'), resource: must(ELSEWHERE) },
  { forbids: ['link', ...FORBIDDEN_IN_ENTRY] },
);

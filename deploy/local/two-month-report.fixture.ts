import { buildTwoMonthReport, type TwoMonthVisit } from './two-month-report.js';

/** JSON that a test may bend in any way. */
export type Bent = any;

/** A child born on 2026-03-04 and seen on 2026-05-06, all invented. */
const twoMonthVisit: TwoMonthVisit = {
  childCpr: '6403264012',
  motherCpr: '6902921112',
  items: [1, 0, 0, 0, 1, 0, 0, 0],
  total: 2,
  observedOn: '2026-05-06',
  reportId: 'KL-1001',
  timestamp: '2026-05-06T12:00:00Z',
};

/** A sound report with something changed. */
export function report(change: (bundle: Bent) => void = () => {}, visit: Partial<TwoMonthVisit> = {}): Bent {
  const bundle = structuredClone(buildTwoMonthReport({ ...twoMonthVisit, ...visit })) as Bent;
  change(bundle);
  return bundle;
}

/** The resource of a report whose id ends with the name. */
export function part(bundle: Bent, name: string): Bent {
  return bundle.entry.find(({ resource }: Bent) => resource.id.endsWith(`-${name}`)).resource;
}

/** Takes the entry of a resource out of a report. */
export function without(bundle: Bent, name: string): void {
  bundle.entry = bundle.entry.filter(({ resource }: Bent) => !resource.id.endsWith(`-${name}`));
}

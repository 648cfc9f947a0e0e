import { describe, expect, it } from '@jest/globals';
import { unknownInQuery } from './unknown-in-query.js';

describe('what of a query would find nothing', () => {
  it.each<[string, string[]]>([
    ['sum by (code) (rate(hub_intake_refused_total{format="novax_result"}[5m]))', []],
    ['histogram_quantile(0.95, sum by (le, service) (rate(hub_intake_duration_bucket[5m]))) > 1', []],
    ['up{service="consent"} == 0', []],
    ['node_filesystem_avail_bytes{fstype="xfs"} < 1', []],
    ['up{colour="red"} == 0', ['up: colour']],
    ['hub_intake_refused', ['hub_intake_refused']],
    ['rate(hub_intake_refusals_total[5m])', ['hub_intake_refusals_total']],
    ['hub_intake_refused_total{colour="red"}', ['hub_intake_refused_total: colour']],
    ['sum by (colour) (hub_intake_refused_total)', ['by colour']],
    ['sum(hub_intake_refused_total', ['grammar at 28']],
    ['hub_intake_refused_total >', ['grammar at 26']],
    ['1 + 1', ['no metric']],
  ])('%s', (query, unknown) => expect(unknownInQuery(query)).toEqual(unknown));
});

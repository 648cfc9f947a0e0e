import { metrics } from '@opentelemetry/api';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { attributeCatalogue } from './attribute-catalogue.js';
import { declaredSpan } from './declared-span.js';
import { inSpan } from './in-span.js';
import { type DeclaredMetric, metricCatalogue } from './metric-catalogue.js';
import { counter } from './metrics.js';
import { prometheusNames } from './prometheus-names.js';
import { type DeclaredSpan, spanCatalogue } from './span-catalogue.js';
import { Telemetry } from './telemetry.js';

const declared: [string, DeclaredMetric][] = Object.entries(metricCatalogue);

describe('the catalogues of signals', () => {
  beforeAll(() => Telemetry.start({ service: 'test' }));
  afterAll(() => Telemetry.stop());

  it('let no metric, attribute or span be made that is not declared', () => {
    const compiles = (): void => {
      // @ts-expect-error no such metric
      counter('hub.intake.entrys').add(1);
      // @ts-expect-error a gauge is no counter
      counter('hub.outbox.unsent').add(1);
      // @ts-expect-error no attribute of this metric
      counter('hub.intake.entries').add(1, { 'child.name': 'x' });
      // @ts-expect-error no such span
      inSpan('share the document', {}, () => undefined);
    };
    expect(compiles).toBeDefined();
  });

  it.each(declared)('name %s as Prometheus shows it', async (name, { kind, attributes = [] }) => {
    const meter = metrics.getMeter('test');
    const labels = Object.fromEntries(attributes.map((attribute) => [attribute, 'x']));
    if (kind === 'counter') meter.createCounter(name).add(1, labels);
    else if (kind === 'histogram') meter.createHistogram(name).record(1, labels);
    else meter.createObservableGauge(name).addCallback((result) => result.observe(1, labels));
    const text = await Telemetry.prometheusText();
    for (const series of prometheusNames(name, kind)) expect(text).toMatch(new RegExp(`^${series}(?:\\{| )`, 'm'));
    for (const attribute of attributes) expect(text).toContain(`${attribute.replaceAll('.', '_')}="x"`);
  });

  it.each<[DeclaredSpan['kind'], string, string | undefined]>([
    ['SERVER', 'GET /children/:childId/record', '{method} {route}'],
    ['SERVER', 'GET unmatched', '{method} {route}'],
    ['SERVER', 'POST /fhir/Bundle', '{method} {route}'],
    ['CLIENT', 'GET /children/:id/guardians', '{method} {route}'],
    ['PRODUCER', 'publish message.dead_lettered.v1', 'publish {event}'],
    ['CONSUMER', 'process letter.reply.received.v1', 'process {event}'],
    ['INTERNAL', 'letter requested', 'letter {state}'],
    ['INTERNAL', 'process letter.reply.received.v1', undefined],
    ['SERVER', 'GET /children/7f2902249996ab?x=1', undefined],
    ['CONSUMER', 'process', undefined],
    ['INTERNAL', 'letters', undefined],
  ])('know the %s span "%s" as %s', (kind, name, expected) => {
    expect(declaredSpan(kind, name)?.name).toBe(expected);
  });

  it('explain every attribute once, and none that nothing carries', () => {
    const carried = new Set([
      ...declared.flatMap(([, { attributes = [] }]) => attributes),
      ...spanCatalogue.flatMap(({ attributes }: DeclaredSpan) => attributes),
    ]);
    expect([...carried].sort()).toEqual(Object.keys(attributeCatalogue).sort());
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { journal, RunningAdapter } from '../running-adapter.fixture.js';
import { incrementalDelivery, largeDelivery, weightReportJson, weightReportXml } from './weight-report.fixture.js';

const json = 'application/fhir+json';
const xml = 'application/fhir+xml';
const bundles = '/fhir/Bundle';
const nurse = {
  principal_kind: 'staff',
  sub: 'n1',
  role: 'health_visitor',
  organisation: 'HV-1',
  municipality: 'K1',
} as const;

describe('the FHIR door', () => {
  let adapter: RunningAdapter;
  let childId: string;
  let siblingId: string;
  let nth = 0;

  const newId = (): string => `report-${(nth += 1)}`;
  const send = (body: string, type = json, options = {}) => adapter.send(bundles, body, type, options);
  const received = async (recordId: string) =>
    (await adapter.published('journal.entry.received.v1')).filter((event) => event.recordId === recordId);

  beforeAll(async () => {
    adapter = await RunningAdapter.start('fhir_intake', '2026-05-20T10:00:00Z');
    childId = adapter.consent.register('640326-4012');
    siblingId = adapter.consent.register('660326-4014');
  });

  afterAll(() => adapter.close());

  it('takes a report in as a whole, with the digits of its quantities as sent', async () => {
    const reportId = newId();
    const answer = await send(weightReportJson({ reportId }));

    expect(answer).toMatchObject({ status: 201, body: { status: 'received', recordId: reportId, version: null } });
    expect(await received(reportId)).toMatchObject([
      {
        childId,
        format: 'kl_delivery_report',
        reportedAt: '2026-05-06T08:15:00.000Z',
        observations: [{ kind: 'body_weight', quantity: { value: '4200.0', unit: 'g' }, date: '2026-05-06' }],
      },
    ]);
  });

  it('gives the JSON form and the XML form of one report the same receipt', async () => {
    const reportId = newId();
    const first = await send(weightReportJson({ reportId }));
    const twin = await send(weightReportXml({ reportId }), xml);
    expect([twin.status, twin.text]).toEqual([201, first.text]);
    expect(await received(reportId)).toHaveLength(1);
  });

  it('gives the first answer again when a sender whose clock runs ahead sends the same report twice', async () => {
    const ahead = weightReportJson({ reportId: newId(), timestamp: '2026-05-20T12:00:00Z' });
    const first = await send(ahead);
    const again = await send(ahead);
    expect([again.status, again.text]).toEqual([201, first.text]);
    expect(first.body.warnings).toMatchObject([{ code: 'TIME_IN_FUTURE' }]);
    expect(await received(first.body.recordId)).toHaveLength(1);
  });

  it('refuses the same report and instant with another content, and takes it with a later instant', async () => {
    const reportId = newId();
    await send(weightReportJson({ reportId }));
    const changed = await send(weightReportJson({ reportId, grams: '4300' }));
    expect(changed.status).toBe(409);
    expect(changed.body.issue[0]).toMatchObject({
      code: 'conflict',
      details: { coding: [{ code: 'ENTRY_CONFLICT' }] },
    });
    const later = await send(weightReportJson({ reportId, grams: '4300', timestamp: '2026-05-06T09:00:00Z' }));
    expect(later.status).toBe(201);
  });

  it('refuses with an OperationOutcome in the form that was sent or asked for', async () => {
    const wrong = weightReportJson({ reportId: newId(), childCpr: '3102264000' });
    const answer = await send(wrong);
    expect(answer.status).toBe(422);
    expect(answer.headers.get('content-type')).toContain(json);
    expect(answer.body.issue[0].details.coding[0].code).toBe('CPR_INVALID');
    expect(answer.body.issue[0].expression[0]).toContain('Bundle.entry[0].resource');
    expect(answer.text).not.toContain('310226');

    const inXml = await send(weightReportXml({ reportId: newId(), childCpr: '3102264000' }), xml);
    expect(inXml.headers.get('content-type')).toContain(xml);
    expect(inXml.text).toContain('<code value="CPR_INVALID"/>');
    const asked = await adapter.ask(bundles, {
      method: 'POST',
      body: wrong,
      headers: { 'content-type': json, accept: xml },
    });
    expect(asked.text).toContain('<code value="CPR_INVALID"/>');
  });

  it('keeps a refusal under the id of the report', async () => {
    const reportId = newId();
    const refused = await send(weightReportXml({ reportId, childCpr: '9112256999' }), xml);
    expect(refused.text).toContain('<code value="UNKNOWN_CHILD"/>');
    const rejected = await adapter.published('journal.entry.rejected.v1');
    expect(rejected.find((event) => event.recordId === reportId)).toMatchObject({
      code: 'UNKNOWN_CHILD',
      format: 'kl_delivery_report',
      sourceSystem: 'NOVAX-K1',
    });
  });

  it('takes an incremental delivery as a whole: a receipt each, each sealed for its own child', async () => {
    const [one, two] = [newId(), newId()];
    const delivery = incrementalDelivery(newId(), [
      weightReportJson({ reportId: one }),
      weightReportJson({ reportId: two, childCpr: '6603264014' }),
    ]);
    const answer = await send(delivery);

    expect(answer).toMatchObject({ status: 201, body: { receipts: [{ recordId: one }, { recordId: two }] } });
    expect((await received(two))[0].childId).toBe(siblingId);
    expect((await send(delivery)).text).toBe(answer.text);
    const original = await adapter.ask(`/entries/${answer.body.receipts[1].receiptId}`, {}, { as: nurse });
    expect(JSON.parse(original.text)).toMatchObject({ id: two });
    expect(original.text).toContain('4200.0');
    expect(original.text).not.toContain('6403264012');
  });

  it('refuses an incremental delivery as a whole, and says which report is at fault', async () => {
    const [good, bad] = [newId(), newId()];
    const answer = await send(
      incrementalDelivery(newId(), [
        weightReportJson({ reportId: good }),
        weightReportJson({ reportId: bad, childCpr: '9112256999' }),
      ]),
    );
    expect(answer.status).toBe(422);
    expect(answer.body.issue[0]).toMatchObject({ expression: ['Bundle.entry[1].resource'] });
    expect(await received(good)).toEqual([]);
    expect((await send(weightReportJson({ reportId: good }))).status).toBe(201);
  });

  it('takes a delivery of more reports than the server has locks, while others go on', async () => {
    const prefix = newId();
    const reports = Array.from({ length: 1500 }, (_, at) => weightReportJson({ reportId: `${prefix}-${at}` }));
    const large = send(incrementalDelivery(prefix, reports));
    const others = await Promise.all([1, 2, 3].map(() => send(weightReportJson({ reportId: newId() }))));

    expect(others.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect((await large).body.receipts).toHaveLength(1500);
    expect(
      await adapter.rows('select count(*)::int from journal_entry where record_id like $1', [`${prefix}-%`]),
    ).toEqual([{ count: 1500 }]);
  });

  it('answers others while a JSON and an XML delivery of ten megabytes are judged, and refuses those as a whole', async () => {
    const answered: string[] = [];
    const note = (what: string) => (answer: { status: number }) => answered.push(`${what} ${answer.status}`);
    const large = [
      send(largeDelivery(newId(), weightReportJson)).then(note('JSON')),
      send(largeDelivery(newId(), weightReportXml), xml).then(note('XML')),
    ];
    const others = [
      send(weightReportJson({ reportId: newId() })).then(note('report')),
      fetch(`${adapter.url}/health/live`).then(note('live')),
    ];
    await Promise.all([...large, ...others]);
    expect(answered.slice(0, 2).sort()).toEqual(['live 200', 'report 201']);
    expect(answered.slice(2).sort()).toEqual(['JSON 422', 'XML 422']);
  });

  it.each([
    ['nothing', '', 400, 'MALFORMED'],
    ['half a report', weightReportJson().slice(0, 400), 400, 'MALFORMED'],
    ['nesting without end', '['.repeat(1_000_000), 400, 'TOO_DEEP'],
    ['a single resource', '{"resourceType":"Patient"}', 422, 'SHAPE_INVALID'],
  ])('refuses %s with a code', async (_name, body, status, code) => {
    const answer = await send(body);
    expect(answer.status).toBe(status);
    expect(answer.body.issue[0].details.coding[0].code).toBe(code);
  });

  it('refuses an entity bomb, and a body past ten megabytes', async () => {
    const bomb = `<!DOCTYPE b [<!ENTITY a "ha">]>${weightReportXml()}`;
    expect((await send(bomb, xml)).text).toContain('<code value="DOCTYPE_FORBIDDEN"/>');
    const large = await send(' '.repeat(10_000_001));
    expect(large.status).toBe(413);
    expect(large.body.issue[0]).toMatchObject({ code: 'too-long', details: { coding: [{ code: 'TOO_LARGE' }] } });
  });

  it('tells callers without a token, and senders that are not registered, in FHIR too', async () => {
    const anonymous = await fetch(`${adapter.url}${bundles}`, {
      method: 'POST',
      body: weightReportJson(),
      headers: { 'content-type': json },
    });
    expect([anonymous.status, (await anonymous.json()).issue[0].code]).toEqual([401, 'login']);
    const stranger = await send(weightReportJson(), json, { as: journal('nobody-k1') });
    expect(stranger.body.issue[0].details.coding[0].code).toBe('SENDER_UNKNOWN');
  });

  it('says honestly what it supports', async () => {
    const { body, status } = await adapter.ask('/fhir/metadata');
    expect(status).toBe(200);
    expect(body).toMatchObject({ resourceType: 'CapabilityStatement', fhirVersion: '4.0.1', kind: 'instance' });
    expect(body.rest[0].resource).toMatchObject([{ type: 'Bundle', interaction: [{ code: 'create' }] }]);
  });
});

import { describe, expect, it } from '@jest/globals';
import type { KlDelivery } from '../kl/kl-delivery.js';
import { reportOriginals } from './report-originals.js';
import { sentBundleId } from './sent-bundle-id.js';

const of = (kind: KlDelivery['kind'], reports: number) =>
  ({ kind, deliveryId: 'd', reports: Array.from({ length: reports }) }) as unknown as KlDelivery;
const json = 'application/fhir+json';
const xml = 'application/fhir+xml';

describe('the original of each report of a delivery', () => {
  it('is the message as sent when the delivery is one report', () => {
    const bytes = Buffer.from('{"resourceType":"Bundle"}');
    expect(reportOriginals(of('report', 1), bytes, json)).toEqual([{ bytes, mediaType: json }]);
  });

  it('is its own part of a JSON delivery, digits as sent', () => {
    const bytes = Buffer.from('{"entry":[{"resource":{"id":"a","value":38.30}},{"resource":{"id":"b","value":1e2}}]}');
    const parts = reportOriginals(of('incremental', 2), bytes, json);
    expect(parts.map(({ bytes }) => Buffer.from(bytes).toString())).toEqual([
      '{"id":"a","value":38.30}',
      '{"id":"b","value":1e2}',
    ]);
  });

  it('is its own part of an XML delivery, in the namespace it stood in', () => {
    const one = '<Bundle><id value="a"/></Bundle>';
    const two = '<f:Bundle><f:id value="b"/></f:Bundle>';
    const bytes = Buffer.from(
      `<?xml version="1.0"?><Bundle xmlns="http://hl7.org/fhir"><entry>${one}</entry><entry>${two}</entry></Bundle>`,
    );
    const parts = reportOriginals(of('incremental', 2), bytes, xml);
    expect(parts.map(({ bytes }) => Buffer.from(bytes).toString())).toEqual([
      '<Bundle xmlns="http://hl7.org/fhir"><id value="a"/></Bundle>',
      '<f:Bundle xmlns:f="http://hl7.org/fhir"><f:id value="b"/></f:Bundle>',
    ]);
  });

  it('is never a part that cannot be told from its neighbours', () => {
    expect(() => reportOriginals(of('incremental', 2), Buffer.from('<Bundle><Bundle/></Bundle>'), xml)).toThrow(
      'SHAPE_INVALID',
    );
  });
});

describe('the id of a delivery that was refused', () => {
  it.each([
    ['{"resourceType":"Bundle","id":"abc"}', json, 'abc'],
    ['{"entry":[{"resource":{"id":"inner"}}]}', json, null],
    ['{"id":', json, null],
    ['null', json, null],
    ['<Bundle xmlns="http://hl7.org/fhir">\n  <id value="abc"/>', xml, 'abc'],
    ['<Bundle><entry><id value="inner"/></entry></Bundle>', xml, null],
  ])('is read from %s', (text, mediaType, id) => {
    expect(sentBundleId(Buffer.from(text), mediaType)).toBe(id);
  });
});

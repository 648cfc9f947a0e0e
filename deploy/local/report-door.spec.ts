import { describe, expect, it } from '@jest/globals';
import { reportDoor } from './report-door.js';

describe('the door for a report', () => {
  it.each([
    ['a.json', '{"resourceType": "Bundle"}', '/fhir/Bundle', 'application/fhir+json'],
    ['a.xml', '<Bundle xmlns="http://hl7.org/fhir"/>', '/fhir/Bundle', 'application/fhir+xml'],
    ['b.json', '{"recordId": "NVX-1"}', '/novax/results', 'application/json'],
    ['b.xml', '<?xml version="1.0"?>\n<n:novaxResult xmlns:n="x">', '/novax/results', 'application/xml'],
    ['without-ending', '  <novaxResult>', '/novax/results', 'application/xml'],
  ])('of %s holding %s is %s as %s', (file, text, path, contentType) => {
    expect(reportDoor(file, text)).toEqual({ path, contentType });
  });
});

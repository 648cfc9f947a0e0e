import { describe, expect, it } from '@jest/globals';
import { RefusalError } from '#contracts/refusal-error.js';
import { RecordedRefusal } from '../intake/recorded-refusal.js';
import { KlRefusal } from '../kl/kl-refusal.js';
import { operationOutcomeOf, operationOutcomeXml } from './operation-outcome.view.js';

const receiptId = '01a205a6-785f-73b0-86f3-4d0ec7056e81';

describe('a refusal as an OperationOutcome', () => {
  it('carries the stable code, the place as FHIRPath, the cure and the receipt', () => {
    const refusal = new RefusalError('UNKNOWN_CHILD', { place: 'Bundle' });
    expect(operationOutcomeOf(new RecordedRefusal(refusal, receiptId))).toEqual({
      resourceType: 'OperationOutcome',
      extension: [{ url: 'https://trivselshub.dk/fhir/StructureDefinition/receipt-id', valueString: receiptId }],
      issue: [
        {
          severity: 'error',
          code: 'not-found',
          details: {
            coding: [
              {
                system: 'https://trivselshub.dk/fhir/CodeSystem/refusal-code',
                code: 'UNKNOWN_CHILD',
                display: 'The child is not registered',
              },
            ],
            text: 'The child is not registered',
          },
          diagnostics: 'Let the health-visiting unit register the child, then send again.',
          expression: ['Bundle'],
        },
      ],
    });
  });

  it('tells every fault of a delivery, the deciding one first', () => {
    const fault = { detail: 'd', cure: 'c' };
    const refusal = new KlRefusal([
      { ...fault, code: 'CODE_INVALID', place: 'Bundle.entry[1].resource.code' },
      { ...fault, code: 'ITEM_MISSING', place: 'Bundle.entry[2].resource.item' },
    ]);
    const { issue } = operationOutcomeOf(new RecordedRefusal(refusal, receiptId));
    expect(issue.map(({ code, expression }) => [code, expression?.[0]])).toEqual([
      ['code-invalid', 'Bundle.entry[1].resource.code'],
      ['required', 'Bundle.entry[2].resource.item'],
    ]);
  });

  it('is written as XML with its marks escaped', () => {
    const refusal = new RefusalError('ENTRY_CONFLICT', { detail: 'a < b & "c"', place: "Bundle.where(id='x')" });
    const xml = operationOutcomeXml(operationOutcomeOf(refusal));
    expect(xml).toContain('<OperationOutcome xmlns="http://hl7.org/fhir">');
    expect(xml).toContain('<text value="a &lt; b &amp; &quot;c&quot;"/>');
    expect(xml).toContain('<code value="conflict"/>');
  });
});

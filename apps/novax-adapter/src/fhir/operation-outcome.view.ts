import { refusalCodes } from '#contracts/refusal-codes.js';
import type { RefusalError } from '#contracts/refusal-error.js';
import { activeTraceId } from '#observability/traceparent.js';
import { RecordedRefusal } from '../intake/recorded-refusal.js';
import { KlRefusal } from '../kl/kl-refusal.js';
import { issueTypeOf } from './issue-codes.js';

interface Extension {
  readonly url: string;
  readonly valueString: string;
}

interface Issue {
  readonly severity: 'error' | 'warning' | 'information';
  readonly code: string;
  readonly details: {
    readonly coding: readonly { system: string; code: string; display: string }[];
    readonly text: string;
  };
  /** The cure. */
  readonly diagnostics: string;
  readonly expression?: readonly string[];
}

export interface OperationOutcome {
  readonly resourceType: 'OperationOutcome';
  /** Trace id, and the receipt id where the refusal was kept. */
  readonly extension: readonly Extension[];
  readonly issue: readonly Issue[];
}

const codeSystem = 'https://trivselshub.dk/fhir/CodeSystem/refusal-code';
const extensionOf = (name: string, valueString: string): Extension => ({
  url: `https://trivselshub.dk/fhir/StructureDefinition/${name}`,
  valueString,
});

/** The refusal as FHIR R4 tells it: one issue per fault, the first of them being the refusal's code. No values, no CPR. */
export function operationOutcomeOf(refusal: RefusalError): OperationOutcome {
  const faults = faultsOf(refusal);
  const traceId = activeTraceId();
  return {
    resourceType: 'OperationOutcome',
    extension: [
      ...(traceId ? [extensionOf('trace-id', traceId)] : []),
      ...(refusal instanceof RecordedRefusal ? [extensionOf('receipt-id', refusal.receiptId)] : []),
    ],
    issue: faults.map(({ code, place, detail, cure }) => ({
      severity: 'error',
      code: issueTypeOf(code),
      details: { coding: [{ system: codeSystem, code, display: refusalCodes[code].title }], text: detail },
      diagnostics: cure,
      ...(place ? { expression: [place] } : {}),
    })),
  };
}

type Fault = Pick<RefusalError, 'code' | 'detail' | 'cure'> & { readonly place?: string | null | undefined };

function faultsOf(refusal: RefusalError): readonly Fault[] {
  const cause = refusal instanceof RecordedRefusal ? refusal.of : refusal;
  return cause instanceof KlRefusal ? cause.issues : [refusal];
}

/** FHIR XML form of an OperationOutcome, element order as in the R4 schema. */
export function operationOutcomeXml({ extension, issue }: OperationOutcome): string {
  const lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<OperationOutcome xmlns="http://hl7.org/fhir">'];
  for (const { url, valueString } of extension) {
    lines.push(`  <extension url="${escaped(url)}"><valueString value="${escaped(valueString)}"/></extension>`);
  }
  for (const { severity, code, details, diagnostics, expression } of issue) {
    lines.push('  <issue>', `    <severity value="${severity}"/>`, `    <code value="${code}"/>`, '    <details>');
    for (const coding of details.coding) {
      lines.push(
        `      <coding><system value="${escaped(coding.system)}"/><code value="${coding.code}"/>` +
          `<display value="${escaped(coding.display)}"/></coding>`,
      );
    }
    lines.push(`      <text value="${escaped(details.text)}"/>`, '    </details>');
    lines.push(`    <diagnostics value="${escaped(diagnostics)}"/>`);
    for (const place of expression ?? []) lines.push(`    <expression value="${escaped(place)}"/>`);
    lines.push('  </issue>');
  }
  return [...lines, '</OperationOutcome>', ''].join('\n');
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (char) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[char] ?? char);
}

const guide = 'http://fhir.kl.dk/children/StructureDefinition';

interface WeightReport {
  readonly reportId: string;
  readonly childCpr: string;
  /** As sent: 4200 and 4200.0 are told apart. */
  readonly grams: string;
  readonly timestamp: string;
}

/** The smallest national report there is, one weight and no visit, of an invented child. */
const oneWeight: WeightReport = {
  reportId: 'weight-1',
  childCpr: '6403264012',
  grams: '4200.0',
  timestamp: '2026-05-06T08:15:00Z',
};

export function weightReportJson(changes: Partial<WeightReport> = {}): string {
  const { reportId, childCpr, grams, timestamp } = { ...oneWeight, ...changes };
  return `{
  "resourceType": "Bundle",
  "id": "${reportId}",
  "meta": { "profile": ["${guide}/klgateway-children-delivery-report"] },
  "type": "collection",
  "timestamp": "${timestamp}",
  "entry": [
    { "fullUrl": "http://journal.example/Patient/${reportId}-child",
      "resource": { "resourceType": "Patient", "id": "${reportId}-child",
        "meta": { "profile": ["${guide}/klgateway-children-citizen"] },
        "identifier": [{ "use": "official", "system": "urn:oid:1.2.208.176.1.2", "value": "${childCpr}" }],
        "active": true,
        "managingOrganization": { "identifier": { "use": "official", "system": "urn:oid:1.2.208.176.1.1", "value": "11112222333" } } } },
    { "fullUrl": "http://journal.example/Observation/${reportId}-weight",
      "resource": { "resourceType": "Observation", "id": "${reportId}-weight",
        "meta": { "profile": ["${guide}/klgateway-children-bodyweight"] },
        "status": "final",
        "category": [{ "coding": [{ "system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": "vital-signs" }] }],
        "code": { "coding": [{ "system": "http://loinc.org", "code": "29463-7" }, { "system": "http://snomed.info/sct", "code": "27113001" }] },
        "subject": { "reference": "Patient/${reportId}-child" },
        "effectiveDateTime": "2026-05-06",
        "valueQuantity": { "value": ${grams}, "unit": "g", "system": "http://unitsofmeasure.org", "code": "g" } } }
  ]
}`;
}

export function weightReportXml(changes: Partial<WeightReport> = {}): string {
  const { reportId, childCpr, grams, timestamp } = { ...oneWeight, ...changes };
  return `<Bundle xmlns="http://hl7.org/fhir">
  <id value="${reportId}"/>
  <meta><profile value="${guide}/klgateway-children-delivery-report"/></meta>
  <type value="collection"/>
  <timestamp value="${timestamp}"/>
  <entry>
    <fullUrl value="http://journal.example/Patient/${reportId}-child"/>
    <resource><Patient>
      <id value="${reportId}-child"/>
      <meta><profile value="${guide}/klgateway-children-citizen"/></meta>
      <identifier><use value="official"/><system value="urn:oid:1.2.208.176.1.2"/><value value="${childCpr}"/></identifier>
      <active value="true"/>
      <managingOrganization><identifier><use value="official"/><system value="urn:oid:1.2.208.176.1.1"/><value value="11112222333"/></identifier></managingOrganization>
    </Patient></resource>
  </entry>
  <entry>
    <fullUrl value="http://journal.example/Observation/${reportId}-weight"/>
    <resource><Observation>
      <id value="${reportId}-weight"/>
      <meta><profile value="${guide}/klgateway-children-bodyweight"/></meta>
      <status value="final"/>
      <category><coding><system value="http://terminology.hl7.org/CodeSystem/observation-category"/><code value="vital-signs"/></coding></category>
      <code>
        <coding><system value="http://loinc.org"/><code value="29463-7"/></coding>
        <coding><system value="http://snomed.info/sct"/><code value="27113001"/></coding>
      </code>
      <subject><reference value="Patient/${reportId}-child"/></subject>
      <effectiveDateTime value="2026-05-06"/>
      <valueQuantity><value value="${grams}"/><unit value="g"/><system value="http://unitsofmeasure.org"/><code value="g"/></valueQuantity>
    </Observation></resource>
  </entry>
</Bundle>`;
}

/** Reports in one incremental delivery. */
export function incrementalDelivery(deliveryId: string, reports: readonly string[]): string {
  const entries = reports.map((report) => `{ "resource": ${report} }`).join(',\n');
  return `{ "resourceType": "Bundle", "id": "${deliveryId}",
    "meta": { "profile": ["${guide}/klgateway-children-incremental-delivery"] },
    "type": "collection", "timestamp": "2026-05-07T08:00:00Z", "entry": [${entries}] }`;
}

function incrementalDeliveryXml(deliveryId: string, reports: readonly string[]): string {
  const entries = reports.map((report) => `<entry><resource>${report}</resource></entry>`).join('\n');
  return `<Bundle xmlns="http://hl7.org/fhir"><id value="${deliveryId}"/>
    <meta><profile value="${guide}/klgateway-children-incremental-delivery"/></meta>
    <type value="collection"/><timestamp value="2026-05-07T08:00:00Z"/>${entries}</Bundle>`;
}

/** A sound delivery of almost ten megabytes, in the form of the report given; the child of its last report is known to nobody. */
export function largeDelivery(deliveryId: string, report: typeof weightReportJson): string {
  const first = report({ reportId: `${deliveryId}-00000` });
  const count = Math.floor(9_700_000 / (first.length + 40));
  const reports = Array.from({ length: count }, (_, at) => report({ reportId: `${deliveryId}-${at + 10_000}` }));
  reports.push(report({ reportId: `${deliveryId}-last`, childCpr: '9112256999' }));
  return first.startsWith('<') ? incrementalDeliveryXml(deliveryId, reports) : incrementalDelivery(deliveryId, reports);
}

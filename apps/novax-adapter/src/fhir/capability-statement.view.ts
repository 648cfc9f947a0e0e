const profile = 'http://fhir.kl.dk/children/StructureDefinition';

/** What the FHIR door can do, and nothing more: it takes reports in, it is no store to read or search. */
export function capabilityStatement(url: string): object {
  return {
    resourceType: 'CapabilityStatement',
    status: 'active',
    date: '2026-11-22',
    kind: 'instance',
    software: { name: 'Trivselshub novax-adapter' },
    implementation: { description: "Intake of health journals' reports about children", url },
    fhirVersion: '4.0.1',
    format: ['application/fhir+json', 'application/fhir+xml'],
    rest: [
      {
        mode: 'server',
        documentation:
          'Only intake. A delivery is taken or refused as a whole. Sent again with the same ids and content it gets its first ' +
          'answer again; with other content 409. The answer to a delivery that was taken is a JSON receipt, not a FHIR resource; ' +
          'refusals are OperationOutcomes. Nothing can be read, searched, updated or deleted here.',
        security: {
          cors: false,
          service: [
            {
              coding: [{ system: 'http://terminology.hl7.org/CodeSystem/restful-security-service', code: 'OAuth' }],
              text: 'OAuth 2.0 client credentials with private_key_jwt; scope journal.write',
            },
          ],
        },
        resource: [
          {
            type: 'Bundle',
            supportedProfile: [
              `${profile}/klgateway-children-delivery-report|2.1.0`,
              `${profile}/klgateway-children-incremental-delivery|2.1.0`,
            ],
            interaction: [{ code: 'create' }],
            versioning: 'no-version',
            readHistory: false,
            updateCreate: false,
            conditionalCreate: false,
            conditionalUpdate: false,
          },
        ],
      },
    ],
  };
}

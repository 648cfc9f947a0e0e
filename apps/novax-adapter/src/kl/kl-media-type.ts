/** The two forms of a FHIR delivery. */
export type KlMediaType = 'application/fhir+json' | 'application/fhir+xml';

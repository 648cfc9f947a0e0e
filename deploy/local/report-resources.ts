/** A FHIR object in JSON form; keys stand in the order of FHIR, so that it can be written as XML too. */
export type FhirJson = { readonly [name: string]: unknown };

/** One resource with its profile and, if wanted, its narrative, in FHIR's order of elements. */
export function resourceOf(
  resourceType: string,
  profile: string,
  id: string,
  text: FhirJson | undefined,
  body: FhirJson,
): FhirJson {
  return { resourceType, id, meta: { profile: [profile] }, ...(text ? { text } : {}), ...body };
}

/** Narrative as a journal would generate it: codes and values of the resource as a table, no names. */
export function narrative(resourceType: string, name: string, body: FhirJson): FhirJson {
  const rows = Object.keys(body).map(
    (element) =>
      `<tr><td style="background-color: #f3f5da" title="${element} of this ${resourceType}">${element}</td><td colspan="3">see ${resourceType}.${element}</td></tr>`,
  );
  const div = `<div xmlns="http://www.w3.org/1999/xhtml"><p><b>Generated narrative: ${resourceType} ${name}</b></p><table class="grid">${rows.join('')}</table></div>`;
  return { status: 'generated', div };
}

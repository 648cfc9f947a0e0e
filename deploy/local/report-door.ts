interface ReportDoor {
  path: '/fhir/Bundle' | '/novax/results';
  contentType: string;
}

/** Which door a report goes to and as what, by what is in the file: the national format, or a flat NOVAX result. */
export function reportDoor(file: string, text: string): ReportDoor {
  const isXml = /\.xml$/i.test(file) || text.trimStart().startsWith('<');
  const isNovax = isXml ? /<(\w+:)?novaxResult[\s>]/.test(text) : !/"resourceType"\s*:/.test(text);
  if (isNovax) return { path: '/novax/results', contentType: isXml ? 'application/xml' : 'application/json' };
  return { path: '/fhir/Bundle', contentType: isXml ? 'application/fhir+xml' : 'application/fhir+json' };
}

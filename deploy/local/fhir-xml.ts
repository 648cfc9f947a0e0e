import type { FhirJson } from './report-resources.js';

/**
 * Writes a FHIR resource, given as JSON in FHIR's order of elements, as FHIR XML. Covers what delivery reports hold; primitive
 * extensions are not written.
 */
export function toFhirXml(resource: FhirJson): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${resourceXml(resource, ' xmlns="http://hl7.org/fhir"', '')}\n`;
}

function resourceXml(resource: FhirJson, namespace: string, indent: string): string {
  const name = String(resource['resourceType']);
  const { resourceType: _type, ...elements } = resource;
  return `${indent}<${name}${namespace}>\n${contentXml(elements, `${indent}  `)}${indent}</${name}>`;
}

function contentXml(elements: FhirJson, indent: string): string {
  let xml = '';
  for (const [name, value] of Object.entries(elements)) {
    for (const one of Array.isArray(value) ? value : [value]) xml += elementXml(name, one, indent);
  }
  return xml;
}

function elementXml(name: string, value: unknown, indent: string): string {
  if (typeof value !== 'object' || value === null) {
    return name === 'div' ? `${indent}${String(value)}\n` : `${indent}<${name} value="${attribute(String(value))}"/>\n`;
  }
  const inner = value as FhirJson;
  if (name === 'resource' || 'resourceType' in inner) {
    return `${indent}<${name}>\n${resourceXml(inner, '', `${indent}  `)}\n${indent}</${name}>\n`;
  }
  const { id, ...rest } = inner;
  const { url, ...held } = rest;
  const isExtension = name === 'extension';
  const attributes =
    (id === undefined ? '' : ` id="${attribute(String(id))}"`) +
    (isExtension ? ` url="${attribute(String(url))}"` : '');
  return `${indent}<${name}${attributes}>\n${contentXml(isExtension ? held : rest, `${indent}  `)}${indent}</${name}>\n`;
}

function attribute(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\n', '&#10;')
    .replaceAll('\r', '&#13;')
    .replaceAll('\t', '&#9;');
}

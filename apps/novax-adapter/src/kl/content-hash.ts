import { hash } from 'node:crypto';
import { NumberText } from './fhir/number-text.js';

/**
 * SHA-256 over the content of a FHIR resource, hex. Independent of key order, whitespace and of JSON or XML: a list is written as
 * repeated elements and every value as its text. Narrative is left out: it is made from the content and never read.
 */
export function contentHash(resource: object): string {
  return hash('sha256', canonical(resource), 'hex');
}

function canonical(value: unknown): string {
  if (typeof value === 'string') return `${value.length}:${value}`;
  if (typeof value !== 'object' || value === null) return canonical(String(value));
  if (value instanceof NumberText) return canonical(value.digits);
  let written = '{';
  for (const name of Object.keys(value).sort()) {
    const child = (value as Record<string, unknown>)[name];
    if (typeof child === 'string') written += `${name}=${child.length}:${child};`;
    else if (Array.isArray(child)) for (const item of child) written += named(name, item);
    else written += named(name, child);
  }
  return `${written}}`;
}

function named(name: string, child: unknown): string {
  if (name === 'text' && typeof child === 'object') return '';
  return `${name}=${canonical(child)};`;
}

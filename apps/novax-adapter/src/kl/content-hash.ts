import { hash } from 'node:crypto';
import { NumberText } from './fhir/number-text.js';

const FEW = 16;

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
  for (const name of sorted(Object.keys(value))) {
    const child = (value as Record<string, unknown>)[name];
    if (typeof child === 'string') written += `${name}=${child.length}:${child};`;
    else if (Array.isArray(child)) for (const item of child) written += named(name, item);
    else written += named(name, child);
  }
  return `${written}}`;
}

/** In the order of `sort()`, which is made for long lists and costs several times as much for the few names of a FHIR object. */
function sorted(names: string[]): string[] {
  if (names.length > FEW) return names.sort();
  for (let nth = 1; nth < names.length; nth += 1) {
    const name = names[nth]!;
    let to = nth;
    for (; to > 0 && names[to - 1]! > name; to -= 1) names[to] = names[to - 1]!;
    names[to] = name;
  }
  return names;
}

function named(name: string, child: unknown): string {
  if (name === 'text' && typeof child === 'object') return '';
  return `${name}=${canonical(child)};`;
}

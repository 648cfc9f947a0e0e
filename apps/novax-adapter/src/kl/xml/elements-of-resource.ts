import type { ElementRule } from '../fhir/shape.js';
import { deliveryReport, entryShape } from '../profiles/bundles.js';
import { shapesOfType } from '../profiles/resource-profiles.js';

type Elements = ReadonlyMap<string, ElementRule>;

const known = new Map<string, Elements | undefined>();

/** The elements that any profile of the guide gives a resource type, to tell lists and types apart in XML. */
export function elementsOfResource(type: string): Elements | undefined {
  if (!known.has(type)) known.set(type, unionOf(type));
  return known.get(type);
}

function unionOf(type: string): Elements | undefined {
  if (type === 'Bundle') return deliveryReport.elements;
  if (type === 'entry') return entryShape.elements;
  const shapes = shapesOfType(type);
  return shapes.length === 0 ? undefined : new Map(shapes.flatMap((shape) => [...shape.elements]));
}

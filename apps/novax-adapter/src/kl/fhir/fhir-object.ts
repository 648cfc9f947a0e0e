/** A FHIR object as read from JSON or XML, before it is judged. */
export type FhirObject = Record<string, unknown>;

export function isObject(value: unknown): value is FhirObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A child object, or undefined when it is not one: rules read on where the shape is already reported as wrong. */
export function objectAt(value: unknown, name: string): FhirObject | undefined {
  if (!isObject(value)) return undefined;
  const child = value[name];
  return isObject(child) ? child : undefined;
}

/** The objects of a list element; anything else in it is skipped, because the shape has reported it. */
export function objectsAt(value: unknown, name: string): FhirObject[] {
  if (!isObject(value)) return [];
  const list = value[name];
  return Array.isArray(list) ? list.filter(isObject) : [];
}

export function textAt(value: unknown, name: string): string | undefined {
  if (!isObject(value)) return undefined;
  const text = value[name];
  return typeof text === 'string' ? text : undefined;
}

import { CODEABLE_CONCEPT, REFERENCE } from '../fhir/datatypes.js';
import type { FhirObject } from '../fhir/fhir-object.js';
import { numberFromDigits } from '../fhir/number-text.js';
import type { PrimitiveType } from '../fhir/primitives.js';
import { primitive, type ElementRule, type Shape } from '../fhir/shape.js';
import { elementsOfResource } from './elements-of-resource.js';
import type { XmlNode } from './xml-node.js';

type Elements = ReadonlyMap<string, ElementRule>;

/**
 * The JSON form of a FHIR resource read from XML. Lists and types follow the guide's own element tables; what they do not know is
 * kept as text, since it is refused or never read.
 */
export function fhirFromXml(root: XmlNode): FhirObject {
  const elements = elementsOfResource(root.name);
  const { id: _id, ...held } = objectFrom(root, elements);
  // `id` first as in JSON; on a resource it is an element and not an attribute.
  return { resourceType: root.name, ...(_id === undefined ? {} : { id: _id }), ...held };
}

function objectFrom(node: XmlNode, elements: Elements | undefined): FhirObject {
  const object: FhirObject = {};
  if (node.attributes) for (const [name, value] of node.attributes) object[name === 'id' ? 'id' : `@${name}`] = value;
  for (const child of node.children) put(object, child, elements?.get(child.name));
  return object;
}

function put(object: FhirObject, child: XmlNode, rule: ElementRule | undefined): void {
  const { name } = child;
  const value = valueFrom(child, rule?.shape);
  if (value !== undefined) {
    const present = Object.hasOwn(object, name) ? object[name] : undefined;
    if (present === undefined) object[name] = rule?.list ? [value] : value;
    else if (Array.isArray(present)) present.push(value);
    else object[name] = [present, value];
  }
  const isPrimitive = rule ? rule.shape.kind === 'primitive' : child.attributes?.has('value');
  const companion = isPrimitive ? companionOf(child) : undefined;
  if (companion) object[`_${name}`] = rule?.list ? [companion] : companion;
}

function valueFrom(node: XmlNode, shape: Shape | undefined): unknown {
  switch (shape?.kind) {
    case 'primitive':
      return node.source ?? primitiveFrom(node, shape.type);
    case 'object':
      return objectFrom(node, shape.elements);
    case 'extension':
      return extensionFrom(node);
    case 'elsewhere':
      return elsewhereFrom(node);
    default:
      return looseFrom(node);
  }
}

/** An element of a bundle that holds one resource, or an entry. */
function elsewhereFrom(node: XmlNode): unknown {
  if (node.name === 'entry') return objectFrom(node, elementsOfResource('entry'));
  const [resource] = node.children;
  return node.children.length === 1 && resource && !node.attributes ? fhirFromXml(resource) : looseFrom(node);
}

const JSON_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

function primitiveFrom(node: XmlNode, type: PrimitiveType): unknown {
  const value = node.attributes?.get('value');
  if (value === undefined) return companionOf(node) ? undefined : looseFrom(node);
  // An attribute that FHIR does not know makes the value an object, and so refused.
  for (const name of node.attributes?.keys() ?? [])
    if (name !== 'value' && name !== 'id') return objectFrom(node, undefined);
  if (type === 'boolean') return value === 'true' ? true : value === 'false' ? false : value;
  const number = type === 'decimal' || type === 'answerInteger';
  return number && JSON_NUMBER.test(value) ? numberFromDigits(value) : value;
}

/** What JSON writes beside a primitive as `_name`: its id and extensions. */
function companionOf(node: XmlNode): FhirObject | undefined {
  const id = node.attributes?.get('id');
  if (id === undefined && node.children.length === 0) return undefined;
  return { ...(id === undefined ? {} : { id }), ...objectFrom({ ...node, attributes: null }, EXTENSIONS) };
}

const EXTENSIONS: Elements = new Map([
  ['extension', { shape: { kind: 'extension' }, min: 0, max: Infinity, list: true }],
]);

const VALUE_SHAPES: Record<string, Shape> = {
  valueCodeableConcept: CODEABLE_CONCEPT,
  valueReference: REFERENCE,
  valueBoolean: primitive('boolean'),
  valueInteger: primitive('decimal'),
  valueDecimal: primitive('decimal'),
};

function extensionFrom(node: XmlNode): FhirObject {
  const extension: FhirObject = {};
  if (node.attributes) {
    for (const [name, value] of node.attributes) extension[name === 'id' || name === 'url' ? name : `@${name}`] = value;
  }
  for (const child of node.children) {
    const shape = child.name === 'extension' ? ({ kind: 'extension' } as const) : VALUE_SHAPES[child.name];
    put(extension, child, { shape: shape ?? { kind: 'loose' }, min: 0, max: 1, list: child.name === 'extension' });
  }
  return extension;
}

/** Content without a table: a value as text, anything else as an object. */
function looseFrom(node: XmlNode): unknown {
  const value = node.attributes?.get('value');
  if (value !== undefined && node.children.length === 0) return value;
  return node.source ?? objectFrom(node, undefined);
}

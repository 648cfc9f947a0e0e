import { nameStep, type Faults } from './faults.js';
import { isObject } from './fhir-object.js';
import { primitiveTests } from './primitives.js';
import type { ElementRule, ObjectShape, Shape } from './shape.js';

/** Judges names, cardinalities, types, fixed values and closed codes of one object and everything below it. */
export function judgeObject(value: unknown, shape: ObjectShape, faults: Faults): void {
  if (!isObject(value)) {
    faults.add('SHAPE_INVALID', 'An object is expected.');
    return;
  }
  let required = 0;
  for (const name in value) {
    const rule = shape.elements.get(name);
    const element = value[name];
    if (rule !== undefined) {
      if (rule.min > 0 && element !== undefined) required++;
      faults.enter(name);
      judgeElement(element, rule, faults);
      faults.leave();
    } else judgeUnlisted(name, element, shape, faults);
  }
  if (required < shape.required.length) {
    for (const name of shape.required) if (value[name] === undefined) missing(name, faults);
  }
  for (const choice of shape.choices) {
    let present = 0;
    for (const name of choice.names) if (value[name] !== undefined) present++;
    if (present > 1) faults.add('SHAPE_INVALID', 'Only one form of this element may be given.');
    if (present < choice.min) missing(choice.names[0]!, faults);
  }
  shape.check?.(value, faults);
}

function missing(name: string, faults: Faults): void {
  faults.enter(name);
  faults.add('SHAPE_INVALID', 'A required element is missing.');
  faults.leave();
}

function judgeElement(value: unknown, rule: ElementRule, faults: Faults): void {
  if (!rule.list) {
    judgeValue(value, rule.shape, faults);
    return;
  }
  if (!Array.isArray(value)) {
    faults.add('SHAPE_INVALID', 'A list is expected.');
    return;
  }
  if (value.length < rule.min || value.length === 0) faults.add('SHAPE_INVALID', 'There are too few of this element.');
  if (value.length > rule.max) faults.add('SHAPE_INVALID', 'There are too many of this element.');
  for (let index = 0; index < value.length; index++) {
    faults.enter(index);
    judgeValue(value[index], rule.shape, faults);
    faults.leave();
  }
}

function judgeValue(value: unknown, shape: Shape, faults: Faults): void {
  switch (shape.kind) {
    case 'primitive':
      if (!primitiveTests[shape.type](value)) faults.add('SHAPE_INVALID', `Not a FHIR ${shape.type}.`);
      else if (shape.values !== undefined && !shape.values.has(value as string)) {
        faults.add('CODE_INVALID', 'Not the value that the guide requires here.');
      }
      return;
    case 'object':
      judgeObject(value, shape, faults);
      return;
    case 'extension':
      judgeExtension(value, faults);
      return;
    case 'loose':
      judgeLoose(value, faults);
      return;
    case 'elsewhere':
  }
}

function judgeUnlisted(name: string, value: unknown, shape: ObjectShape, faults: Faults): void {
  const companion = name.startsWith('_') ? shape.elements.get(name.slice(1)) : undefined;
  faults.enter(nameStep(name));
  if (companion?.shape.kind === 'primitive') judgeCompanion(value, faults);
  else if (shape.forbids.has(name)) faults.add('ELEMENT_FORBIDDEN', 'The guide does not allow this element.');
  else faults.add('SHAPE_INVALID', 'The element is not known here.');
  faults.leave();
}

/** The `_name` beside a primitive, which carries its id and extensions. */
function judgeCompanion(value: unknown, faults: Faults): void {
  const holder = Array.isArray(value) && value.length === 1 ? value[0] : value;
  const sound =
    isObject(holder) &&
    Object.keys(holder).length > 0 &&
    Object.keys(holder).every((name) => name === 'id' || name === 'extension');
  if (!sound) faults.add('SHAPE_INVALID', 'Only an id and extensions may stand beside a primitive value.');
}

/** Extensions are open in the guide: unknown ones are kept sealed and never read, so only their frame is judged. */
function judgeExtension(value: unknown, faults: Faults): void {
  if (!isObject(value) || typeof value['url'] !== 'string' || value['url'] === '') {
    faults.add('SHAPE_INVALID', 'An extension needs its url.');
    return;
  }
  const values = new Set(Object.keys(value).flatMap((name) => /^_?(value[A-Z].*)$/.exec(name)?.[1] ?? []));
  const others = Object.keys(value).filter((name) => !/^(?:url|id|extension|_?value[A-Z][A-Za-z0-9]*)$/.test(name));
  const nested = value['extension'];
  if (others.length > 0 || values.size > 1 || values.size > 0 === (nested !== undefined)) {
    faults.add('SHAPE_INVALID', 'An extension holds either one value or further extensions.');
  }
  if (nested === undefined) return;
  if (!Array.isArray(nested)) faults.add('SHAPE_INVALID', 'A list is expected.');
  else for (const inner of nested) judgeExtension(inner, faults);
}

/** Empty objects, empty lists and nulls are never FHIR; more is not asked of content that is not read. */
function judgeLoose(value: unknown, faults: Faults): void {
  if (Array.isArray(value) && value.length > 0) for (const inner of value) judgeLoose(inner, faults);
  else if (isObject(value) && Object.keys(value).length > 0) for (const name in value) judgeLoose(value[name], faults);
  else if (value === null || typeof value === 'object') faults.add('SHAPE_INVALID', 'An element has no content.');
}

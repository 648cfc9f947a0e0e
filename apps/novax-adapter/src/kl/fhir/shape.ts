import type { Faults } from './faults.js';
import type { FhirObject } from './fhir-object.js';
import type { PrimitiveType } from './primitives.js';

interface PrimitiveShape {
  readonly kind: 'primitive';
  readonly type: PrimitiveType;
  /** The values allowed, when the guide fixes them or requires a closed set of codes. */
  readonly values?: ReadonlySet<string> | undefined;
}

interface ExtensionShape {
  readonly kind: 'extension';
}

/** Content that the guide leaves open and the hub never reads: only its names are judged. */
interface LooseShape {
  readonly kind: 'loose';
}

/** At most one of the names may stand; at least `min`. */
interface Choice {
  readonly names: readonly string[];
  readonly min: 0 | 1;
}

export interface ObjectShape {
  readonly kind: 'object';
  readonly elements: ReadonlyMap<string, ElementRule>;
  readonly required: readonly string[];
  readonly forbids: ReadonlySet<string>;
  readonly choices: readonly Choice[];
  /** What cardinality and type cannot say. */
  readonly check: ((value: FhirObject, faults: Faults) => void) | undefined;
}

/** Judged by other code than the table. */
interface ElsewhereShape {
  readonly kind: 'elsewhere';
}

export type Shape = PrimitiveShape | ExtensionShape | LooseShape | ElsewhereShape | ObjectShape;

export interface ElementRule {
  readonly shape: Shape;
  readonly min: number;
  readonly max: number;
  /** FHIR R4 makes it a JSON array, whatever the profile's maximum. */
  readonly list: boolean;
}

interface ObjectOptions {
  /** Elements of FHIR R4 that the profile sets to 0..0. */
  readonly forbids?: readonly string[];
  readonly choices?: readonly Choice[];
  readonly check?: (value: FhirObject, faults: Faults) => void;
}

export const EXTENSION: ExtensionShape = { kind: 'extension' };
export const LOOSE: LooseShape = { kind: 'loose' };
export const ELSEWHERE: ElsewhereShape = { kind: 'elsewhere' };

export const primitive = (type: PrimitiveType, ...values: string[]): PrimitiveShape => ({
  kind: 'primitive',
  type,
  values: values.length > 0 ? new Set(values) : undefined,
});

const shapeOf = (shape: Shape | PrimitiveType): Shape => (typeof shape === 'string' ? primitive(shape) : shape);

/** 0..1 */
export const may = (shape: Shape | PrimitiveType): ElementRule => ({
  shape: shapeOf(shape),
  min: 0,
  max: 1,
  list: false,
});
/** 1..1 */
export const must = (shape: Shape | PrimitiveType): ElementRule => ({
  shape: shapeOf(shape),
  min: 1,
  max: 1,
  list: false,
});
/** A JSON array of min..max. */
export const list = (shape: Shape | PrimitiveType, min = 0, max = Infinity): ElementRule => ({
  shape: shapeOf(shape),
  min,
  max,
  list: true,
});

/** A data type or backbone element: every one may have an id and extensions, none may have a modifier extension. */
export function object(elements: Record<string, ElementRule>, options: ObjectOptions = {}): ObjectShape {
  const all = new Map<string, ElementRule>([
    ['id', may('string')],
    ['extension', list(EXTENSION)],
    ...Object.entries(elements),
  ]);
  return {
    kind: 'object',
    elements: all,
    required: [...all].filter(([, rule]) => rule.min > 0).map(([name]) => name),
    forbids: new Set(['modifierExtension', ...(options.forbids ?? [])]),
    choices: options.choices ?? [],
    check: options.check,
  };
}

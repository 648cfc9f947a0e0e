import type { da } from './da.js';

type Widened<T> = T extends string
  ? string
  : T extends (...given: infer Given) => string
    ? (...given: Given) => string
    : { readonly [Key in keyof T]: Widened<T[Key]> };

/** Every text of the pages, as Danish has them. */
export type Words = Widened<typeof da>;

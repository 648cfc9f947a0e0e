import type { spanCatalogue } from './span-catalogue.js';

interface Filling {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  route: string;
  event: `${string}.v${number}`;
  state: string;
}

type Filled<Template> = Template extends `${infer Before}{${infer Hole extends keyof Filling}}${infer After}`
  ? `${Before}${Filling[Hole]}${Filled<After>}`
  : Template;

/** A name of the catalogue, filled in: no other span can be made by `inSpan`. */
export type SpanName = Filled<(typeof spanCatalogue)[number]['name']>;

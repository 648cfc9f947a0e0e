import { type DeclaredSpan, spanCatalogue } from './span-catalogue.js';

const HOLES: Record<string, string> = {
  method: '[A-Z]+',
  route: '(?:/[a-z0-9_:*./-]*|unmatched)',
  event: '[a-z_.]+\\.v\\d+',
  state: '[a-z_]+',
};

const patterns = spanCatalogue.map((span: DeclaredSpan) => ({
  span,
  pattern: new RegExp(`^${span.name.replace(/\{(\w+)\}/g, (_, hole: string) => HOLES[hole]!)}$`, 'i'),
}));

/** The declaration of a span that was made; undefined when there is none by its kind and name. */
export function declaredSpan(kind: DeclaredSpan['kind'], name: string): DeclaredSpan | undefined {
  return patterns.find(({ span, pattern }) => span.kind === kind && pattern.test(name))?.span;
}

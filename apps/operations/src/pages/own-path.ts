import { redactCpr } from '#observability/redact-cpr.js';

const OWN = /^\/(?![/\\])[\w/-]*(?:\?[\w=&.%:+-]{0,500})?$/;

/** Only an address of these pages may be returned to: never another site. One that holds a civil registration number is not carried on. */
export const ownPath = (back: unknown): string =>
  typeof back === 'string' && OWN.test(back) && !holdsCpr(back) ? back : '/';

function holdsCpr(path: string): boolean {
  const { pathname, searchParams } = new URL(path, 'http://own');
  return [pathname, ...[...searchParams].flat()].some((text) => redactCpr(text) !== text);
}

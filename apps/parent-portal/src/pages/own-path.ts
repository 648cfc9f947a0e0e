const OWN = /^\/portal(?:\/[\w-]+)*$/;

/** Only a path of these pages may be returned to: never another site, and never a query. */
export const ownPath = (back: unknown): string => (typeof back === 'string' && OWN.test(back) ? back : '/portal');

const OWN = /^\/(?![/\\])[\w/-]*(?:\?[\w=&.%:+-]{0,500})?$/;

/** Only an address of these pages may be returned to: never another site. */
export const ownPath = (back: unknown): string => (typeof back === 'string' && OWN.test(back) ? back : '/');

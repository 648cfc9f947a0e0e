type NovaxField = 'recordId' | 'version' | 'childCpr' | 'observedAt' | 'observerCertified';

/** A NOVAX result as sent, XML or JSON: every value still the sender's text, so that nothing is rounded before it is judged. */
export interface NovaxRecord {
  readonly recordId: string;
  readonly version: string;
  readonly childCpr: string;
  readonly observedAt: string;
  readonly observerCertified: string;
  /** By linkId. */
  readonly items: ReadonlyMap<string, string>;
  readonly total: string | null;
  /** Where the field stands in the message: XPath with line, or JSON pointer. */
  placeOf(field: NovaxField): string;
}

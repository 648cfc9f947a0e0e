/** An element of a FHIR document; the inside of narrative is kept as its source text. */
export interface XmlNode {
  readonly name: string;
  /** Attributes without namespace declarations; null when there are none. */
  readonly attributes: Map<string, string> | null;
  readonly children: readonly XmlNode[];
  /** Offset of the element's first character in the document. */
  readonly at: number;
  /** Source of an XHTML element, otherwise null. */
  readonly source: string | null;
}

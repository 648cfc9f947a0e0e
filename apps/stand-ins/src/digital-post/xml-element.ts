/** An element as the parser gives it: attributes with `@`, text in `#text`, repeated elements as a list. */
export interface XmlElement {
  [name: string]: string | XmlElement | (string | XmlElement)[];
}

/** The one child element of that name; null when there is none, or more than one. */
export function child(element: XmlElement, name: string): XmlElement | null {
  const found = element[name];
  return typeof found === 'object' && !Array.isArray(found) ? found : null;
}

export function textOf(element: XmlElement, name: string): string | null {
  const found = element[name];
  if (typeof found === 'string') return found;
  if (found === undefined || Array.isArray(found)) return null;
  return typeof found['#text'] === 'string' ? found['#text'] : null;
}

/** The first text of an element with this local name, whatever its prefix and however deep it stands. */
export function textAnywhere(element: XmlElement, localName: string): string | null {
  for (const [name, value] of Object.entries(element)) {
    if (name.startsWith('@') || Array.isArray(value)) continue;
    if (name.split(':').at(-1) === localName) return textOf(element, name);
    const inner = typeof value === 'string' ? null : textAnywhere(value, localName);
    if (inner !== null) return inner;
  }
  return null;
}

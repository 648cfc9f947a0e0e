import { lineAt } from './line-at.js';
import type { XmlNode } from './xml-node.js';

/** The line of a place (FHIRPath as written by Faults) in the XML it came from: of the deepest element on the way that is there. */
export function lineOfPlace(root: XmlNode, place: string, text: string): number {
  let reached: readonly [XmlNode, ...XmlNode[]] = [root];
  for (const step of place.match(/where\([^)]*\)|[A-Za-z_]\w*|\[\d+\]/g)?.slice(1) ?? []) {
    const [first, ...rest] = stepInto(reached, step);
    if (!first) break;
    reached = [first, ...rest];
  }
  return lineAt(text, reached[0].at);
}

function stepInto(reached: readonly [XmlNode, ...XmlNode[]], step: string): readonly XmlNode[] {
  if (step.startsWith('[')) return reached.slice(Number(step.slice(1, -1))).slice(0, 1);
  if (step.startsWith('where(')) {
    const linkId = /'(.*)'/.exec(step)?.[1];
    return reached.filter(({ children }) =>
      children.some(({ name, attributes }) => name === 'linkId' && attributes?.get('value') === linkId),
    );
  }
  const named = reached[0].children.filter(({ name }) => name === step);
  return step === 'resource' ? (named[0]?.children ?? []) : named;
}

import { ParseOption, XmlDocument, XmlElement } from 'libxml2-wasm';
import { namespaces, ServicePlatformFault } from './service-platform-fault.js';

export interface PersonLookupRequest {
  municipalityCvr: string;
  cpr: string;
}

/**
 * Reads the SOAP 1.1 request of PersonBaseDataExtended (SF1520), strictly: the elements, their namespaces and their
 * order are those of the published service, and nothing else is let through.
 */
export function personLookupRequest(xml: string): PersonLookupRequest {
  if (xml.includes('<!DOCTYPE')) throw new ServicePlatformFault('SOAP-ENV:Client', 'DOCTYPE is not allowed');
  let document: XmlDocument;
  try {
    document = XmlDocument.fromString(xml, { option: ParseOption.XML_PARSE_NONET });
  } catch {
    throw new ServicePlatformFault('SOAP-ENV:Client', 'The request is not well-formed XML');
  }
  try {
    const request = onlyElements(document.root, { name: 'Envelope', namespace: namespaces.soap }, [
      'Header',
      'Body',
    ]).at(-1)!;
    const [lookup, ...others] = onlyElements(request, { name: 'Body', namespace: namespaces.soap }, [
      'PersonLookupRequest',
    ]);
    if (!lookup || others.length > 0)
      throw new ServicePlatformFault('SOAP-ENV:Client', 'One PersonLookupRequest is expected');
    const parts = onlyElements(lookup, { name: 'PersonLookupRequest', namespace: namespaces.service }, [
      'AuthorityContext',
      'PNR',
    ]);
    const [authority, pnr] = parts;
    if (!authority || !pnr || parts.length !== 2 || pnr.name !== 'PNR')
      throw new ServicePlatformFault('SOAP-ENV:Client', 'AuthorityContext and PNR are expected, in that order');
    const [cvr] = onlyElements(authority, { name: 'AuthorityContext', namespace: namespaces.authority }, [
      'MunicipalityCVR',
    ]);
    if (!cvr || !/^\d{8}$/.test(cvr.content))
      throw new ServicePlatformFault('SOAP-ENV:Client', 'MunicipalityCVR is eight digits');
    if (pnr.namespaceUri !== namespaces.pnr && pnr.namespaceUri !== namespaces.service)
      throw new ServicePlatformFault('SOAP-ENV:Client', 'PNR stands in a wrong namespace');
    if (!/^\d{10}$/.test(pnr.content)) throw new ServicePlatformFault('SOAP-ENV:Client', 'PNR is ten digits');
    return { municipalityCvr: cvr.content, cpr: pnr.content };
  } finally {
    document.dispose();
  }
}

/** The child elements of `element`, once its own name is right and each child is among `allowed`. */
function onlyElements(
  element: XmlElement,
  expected: { name: string; namespace: string },
  allowed: readonly string[],
): XmlElement[] {
  if (element.name !== expected.name || element.namespaceUri !== expected.namespace)
    throw new ServicePlatformFault('SOAP-ENV:Client', `${expected.name} is expected in ${expected.namespace}`);
  const children: XmlElement[] = [];
  for (let node = element.firstChild; node; node = node.next) if (node instanceof XmlElement) children.push(node);
  const stranger = children.find((child) => !allowed.includes(child.name));
  if (stranger)
    throw new ServicePlatformFault('SOAP-ENV:Client', `${expected.name} holds an element that is not part of it`);
  return children;
}

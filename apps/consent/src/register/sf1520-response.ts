import { ParseOption, XmlDocument, type XmlElement, type XmlNode } from 'libxml2-wasm';
import { Temporal } from 'temporal-polyfill';
import { Cpr } from '#contracts/cpr.js';
import { TransientError } from '#messaging/handling/transient-error.js';
import type { RegisteredCustody, RegisterPerson } from './custody-register.js';
import { serviceNamespace } from './sf1520-request.js';

const namespaces = { p: serviceNamespace };
/** How the register writes that a relation points at nobody. */
const NOBODY = '0000000000';

/** Reads the answer of `personLookup`. Anything that is not such an answer is TransientError: the register is not to be relied on now. */
export function readPerson(xml: string): RegisterPerson {
  if (xml.includes('<!DOCTYPE')) throw new TransientError('CUSTODY_REGISTER_UNREADABLE');
  let document: XmlDocument | undefined;
  try {
    document = XmlDocument.fromString(xml, { option: ParseOption.XML_PARSE_NONET });
    const answer = document.root.get('//p:PersonLookupResponse', namespaces);
    if (!answer) throw new Error('There is no PersonLookupResponse');
    return personOf(answer as XmlElement);
  } catch {
    throw new TransientError('CUSTODY_REGISTER_UNREADABLE');
  } finally {
    document?.dispose();
  }
}

function personOf(answer: XmlElement): RegisterPerson {
  const mother = cpr(text(answer, 'p:relationer/p:mor/p:personnummer'));
  const father = cpr(text(answer, 'p:relationer/p:far/p:personnummer'));
  return {
    cpr: Cpr.parse(required(answer, 'p:persondata/p:personnummer')),
    name: required(answer, 'p:persondata/p:navn/p:personadresseringsnavn'),
    birthDate: date(required(answer, 'p:persondata/p:foedselsdato')),
    status: Number(required(answer, 'p:persondata/p:status/p:status')),
    currentCpr: cpr(text(answer, 'p:persondata/p:gaeldendePersonnummer')),
    protection: protectionOf(answer),
    children: answer
      .find('p:relationer/p:barn/p:personnummer', namespaces)
      .map((child) => cpr(child.content))
      .filter((child) => child !== null),
    custody: answer
      .find('p:relationer/p:foraeldremyndighed', namespaces)
      .map((element) => custodyOf(element as XmlElement, mother, father)),
  };
}

function custodyOf(element: XmlElement, mother: Cpr | null, father: Cpr | null): RegisteredCustody {
  const type = Number(required(element, 'p:foraeldremyndighedtype'));
  if (type !== 3 && type !== 4 && type !== 5 && type !== 6) throw new Error('The type of custody is not known');
  const from = text(element, 'p:foraeldremyndighedStartdato/p:dato');
  const until = text(element, 'p:foraeldremyndighedSletdato');
  // Types 3 and 4 point at the mother and father relation; the number stands there unless it is given here.
  const named = cpr(text(element, 'p:relationPersonnummer'));
  const related = type === 3 ? mother : type === 4 ? father : null;
  return { type, holder: named ?? related, from: from ? date(from) : null, until: until ? date(until) : null };
}

function protectionOf(answer: XmlElement): RegisterPerson['protection'] {
  const element = answer.get('p:persondata/p:adressebeskyttelse', namespaces) as XmlElement | null;
  if (!element || text(element, 'p:beskyttet') !== 'true') return null;
  const until = text(element, 'p:slutdato');
  return { from: date(required(element, 'p:startdato')), until: until ? date(until) : null };
}

const text = (parent: XmlElement, path: string): string | null => {
  const node: XmlNode | null = parent.get(path, namespaces);
  return node?.content.trim() || null;
};

const required = (parent: XmlElement, path: string): string => {
  const found = text(parent, path);
  if (found === null) throw new Error(`${path} is missing`);
  return found;
};

const cpr = (digits: string | null): Cpr | null => (digits === null || digits === NOBODY ? null : Cpr.parse(digits));

/** xsd:date; the zone that the register adds says nothing about the day. */
const date = (day: string): Temporal.PlainDate => Temporal.PlainDate.from(day.slice(0, 10));

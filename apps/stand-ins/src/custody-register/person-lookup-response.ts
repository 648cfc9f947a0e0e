import { Cpr } from '#contracts/cpr.js';
import type { Citizen, Custody } from './people-file.js';
import type { PersonFile } from './people-register.js';
import { namespaces } from './service-platform-fault.js';

/** How the register writes "no such person" in a relation. */
const nobody = '0000000000';

/** The answer of PersonBaseDataExtended (SF1520): persondata, adresse, relationer. Dates carry a zone, as the real ones do. */
export function personLookupResponse(person: PersonFile): string {
  const { citizen } = person;
  return (
    `<?xml version="1.0" encoding="UTF-8"?>` +
    `<SOAP-ENV:Envelope xmlns:SOAP-ENV="${namespaces.soap}"><SOAP-ENV:Body>` +
    `<PersonLookupResponse xmlns="${namespaces.service}">` +
    `<persondata>${personData(citizen)}</persondata>` +
    address(citizen) +
    `<relationer>` +
    relation('mor', person.mother ?? nobody) +
    relation('far', person.father ?? nobody) +
    person.children.map((child) => relation('barn', child)).join('') +
    person.custody.map(custody).join('') +
    `</relationer>` +
    `</PersonLookupResponse></SOAP-ENV:Body></SOAP-ENV:Envelope>`
  );
}

function personData(citizen: Citizen): string {
  const names = citizen.name.split(' ');
  const middle = names.slice(1, -1).join(' ');
  return (
    element('personnummer', citizen.cpr) +
    `<navn>${element('fornavn', names[0]!)}${middle ? element('mellemnavn', middle) : ''}${element('efternavn', names.at(-1)!)}` +
    `${element('personadresseringsnavn', citizen.name)}</navn>` +
    element('foedselsdato', date(Cpr.parse(citizen.cpr).birthDate().toString())) +
    `<status>${element('status', String(citizen.status).padStart(2, '0'))}</status>` +
    (citizen.currentCpr ? element('gaeldendePersonnummer', citizen.currentCpr) : '') +
    (citizen.protectedFrom ? protection(citizen.protectedFrom, citizen.protectedUntil) : '') +
    element('tilmeldtDigitalpost', String(citizen.digitalPost)) +
    element('tilmeldtNemsms', 'false')
  );
}

function protection(from: string, until: string | undefined): string {
  return (
    `<adressebeskyttelse>${element('startdato', date(from))}` +
    `${until ? element('slutdato', date(until)) : ''}${element('beskyttet', 'true')}</adressebeskyttelse>`
  );
}

function address({ address: home }: Citizen): string {
  if (!home) return '';
  return (
    `<adresse><aktuelAdresse>${element('standardadresse', home.street)}${element('postnummer', home.postcode)}` +
    `${element('postdistrikt', home.district)}</aktuelAdresse></adresse>`
  );
}

const relation = (name: string, cpr: string): string => `<${name}>${element('personnummer', cpr)}</${name}>`;

/** Types 3 and 4 point at the mother and father relation; only 5 and 6 carry the holder's own number. */
function custody({ type, holder, from, until }: Custody): string {
  return (
    `<foraeldremyndighed>${element('foraeldremyndighedtype', String(type))}` +
    `<foraeldremyndighedStartdato>${element('dato', date(from))}${element('usikkerhedsmarkering', 'false')}</foraeldremyndighedStartdato>` +
    (until ? element('foraeldremyndighedSletdato', date(until)) : '') +
    (type >= 5 && holder ? element('relationPersonnummer', holder) + element('relationStartdato', date(from)) : '') +
    `</foraeldremyndighed>`
  );
}

const date = (day: string): string => `${day}+01:00`;

const element = (name: string, content: string): string =>
  `<${name}>${content.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')}</${name}>`;

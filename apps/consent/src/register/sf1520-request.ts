import type { Cpr } from '#contracts/cpr.js';

const soap = 'http://schemas.xmlsoap.org/soap/envelope/';
const authority = 'http://serviceplatformen.dk/xml/schemas/AuthorityContext/1/';
const pnr = 'http://serviceplatformen.dk/xml/schemas/cpr/PNR/1/';
export const serviceNamespace = 'http://serviceplatformen.dk/xml/wsdl/soap11/CPR/PersonBaseDataExtended/4/';
export const lookupAction = `${serviceNamespace}personLookup`;

/** The request of `personLookup`: on behalf of the municipality with that CVR number (8 digits). */
export function personLookup(municipalityCvr: string, cpr: Cpr): string {
  return (
    `<?xml version="1.0" encoding="UTF-8"?>` +
    `<soapenv:Envelope xmlns:soapenv="${soap}"><soapenv:Header/><soapenv:Body>` +
    `<ns:PersonLookupRequest xmlns:ns="${serviceNamespace}">` +
    `<auth:AuthorityContext xmlns:auth="${authority}"><auth:MunicipalityCVR>${municipalityCvr}</auth:MunicipalityCVR></auth:AuthorityContext>` +
    `<pnr:PNR xmlns:pnr="${pnr}">${cpr.reveal()}</pnr:PNR>` +
    `</ns:PersonLookupRequest></soapenv:Body></soapenv:Envelope>`
  );
}

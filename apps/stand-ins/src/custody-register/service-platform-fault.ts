/** Namespaces of the published service "CPR replika opslag" (SF1520), version 4. */
export const namespaces = {
  soap: 'http://schemas.xmlsoap.org/soap/envelope/',
  service: 'http://serviceplatformen.dk/xml/wsdl/soap11/CPR/PersonBaseDataExtended/4/',
  authority: 'http://serviceplatformen.dk/xml/schemas/AuthorityContext/1/',
  pnr: 'http://serviceplatformen.dk/xml/schemas/cpr/PNR/1/',
  fault: 'http://serviceplatformen.dk/xml/schemas/ServiceplatformFault/1/',
} as const;

/** A refusal in the way of SOAP 1.1: answered with HTTP 500 and a Fault. */
export class ServicePlatformFault extends Error {
  override readonly name = 'ServicePlatformFault';

  constructor(
    readonly faultCode: 'SOAP-ENV:Client' | 'SOAP-ENV:Server',
    message: string,
  ) {
    super(message);
  }

  toXml(): string {
    return (
      `<?xml version="1.0" encoding="UTF-8"?>` +
      `<SOAP-ENV:Envelope xmlns:SOAP-ENV="${namespaces.soap}"><SOAP-ENV:Body><SOAP-ENV:Fault>` +
      `<faultcode>${this.faultCode}</faultcode><faultstring>${this.message}</faultstring>` +
      `<detail><ServiceplatformFault xmlns="${namespaces.fault}"><ErrorList><Error>` +
      `<ErrorCode>${this.faultCode === 'SOAP-ENV:Client' ? 'CLIENT' : 'SERVER'}</ErrorCode><ErrorText>${this.message}</ErrorText>` +
      `</Error></ErrorList></ServiceplatformFault></detail>` +
      `</SOAP-ENV:Fault></SOAP-ENV:Body></SOAP-ENV:Envelope>`
    );
  }
}

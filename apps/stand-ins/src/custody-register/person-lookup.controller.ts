import { Controller, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { OpenDoor } from '#security/door.js';
import { readBody } from '#service/read-body.js';
import { CustodyRegisterState } from './custody-register-state.js';
import type { PersonFile } from './people-register.js';
import { personLookupRequest } from './person-lookup-request.js';
import { personLookupResponse } from './person-lookup-response.js';
import { namespaces, ServicePlatformFault } from './service-platform-fault.js';

const LIMIT_BYTES = 100_000;

/** The SOAP door of the register, in the shape of "CPR replika opslag" (SF1520). */
@Controller('custody-register/service/CPR/PersonBaseDataExtended/4')
export class PersonLookupController {
  constructor(private readonly state: CustodyRegisterState) {}

  @Post()
  @OpenDoor('outside the municipality; the real service is guarded by a client certificate')
  async lookup(@Req() request: Request, @Res() response: Response): Promise<void> {
    const { mode, delayMs } = this.state.behaviour;
    if (delayMs > 0) await new Promise((resume) => setTimeout(resume, delayMs));
    if (mode === 'silent') return;
    response.setHeader('content-type', 'text/xml; charset=utf-8');
    try {
      const person = await this.answer(request);
      const xml = personLookupResponse(mode === 'empty' ? withoutRelations(person) : person);
      response.status(200).send(mode === 'malformed' ? xml.slice(0, xml.length / 2) : xml);
    } catch (error) {
      if (!(error instanceof ServicePlatformFault)) throw error;
      response.status(500).send(error.toXml());
    }
  }

  private async answer(request: Request): Promise<PersonFile> {
    if (!/^text\/xml(;|$)/.test(request.headers['content-type'] ?? ''))
      throw new ServicePlatformFault('SOAP-ENV:Client', 'Content-Type is text/xml');
    if (request.headers['soapaction'] !== `"${namespaces.service}personLookup"`)
      throw new ServicePlatformFault('SOAP-ENV:Client', 'SOAPAction names personLookup');
    const { municipalityCvr, cpr } = personLookupRequest((await readBody(request, LIMIT_BYTES)).toString('utf8'));
    if (this.state.behaviour.mode === 'fault')
      throw new ServicePlatformFault('SOAP-ENV:Server', 'The register is closed');
    if (!this.state.authorities.has(municipalityCvr))
      throw new ServicePlatformFault('SOAP-ENV:Client', 'No service agreement for this authority');
    const person = this.state.people.find(cpr);
    if (!person) throw new ServicePlatformFault('SOAP-ENV:Client', 'PNR not found');
    return person;
  }
}

const withoutRelations = ({ citizen }: PersonFile): PersonFile => ({
  citizen,
  mother: null,
  father: null,
  custody: [],
  children: [],
});

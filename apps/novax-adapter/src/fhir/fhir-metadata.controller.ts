import { Controller, Get, Header, Req } from '@nestjs/common';
import type { Request } from 'express';
import { OpenDoor } from '#security/door.js';
import { Describe } from '#security/describe.js';
import { z } from 'zod';
import { capabilityStatement } from './capability-statement.view.js';

const produces = ['application/fhir+json', 'application/json'];

/** What the FHIR door supports, for those who connect to it. */
@Controller('fhir')
export class FhirMetadataController {
  @Get('metadata')
  @Header('content-type', 'application/fhir+json')
  @OpenDoor('a sender reads it before it is registered; it says nothing about any person')
  @Describe({
    summary: 'CapabilityStatement (FHIR R4)',
    produces,
    answers: { 200: z.looseObject({ resourceType: z.literal('CapabilityStatement') }) },
  })
  read(@Req() request: Request): string {
    return JSON.stringify(capabilityStatement(`${request.protocol}://${request.headers.host ?? 'localhost'}/fhir`));
  }
}

import { Controller, Get, Res, StreamableFile } from '@nestjs/common';
import type { Response } from 'express';
import { Caller } from '#security/caller.js';
import { Door } from '#security/door.js';
import type { StaffPrincipal } from '#security/principal.js';
import { Describe } from '#security/describe.js';
import { PathParams } from '#service/inputs.js';
import { z } from 'zod';
import { OpenEntry } from './open-entry.js';

const PathSchema = z.object({ receiptId: z.uuid() });
const produces = ['application/json', 'application/xml', 'text/xml', 'application/fhir+json', 'application/fhir+xml'];

/** The originals that journals sent. Reading one is an access like any other. */
@Controller('entries')
export class EntriesController {
  constructor(private readonly openEntry: OpenEntry) {}

  @Get(':receiptId')
  @Door({ who: ['staff'] })
  @Describe({ summary: 'The original as sent', params: PathSchema, produces, answers: { 200: null } })
  async read(
    @Caller() caller: StaffPrincipal,
    @PathParams(PathSchema) { receiptId }: z.infer<typeof PathSchema>,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile> {
    const { bytes, mediaType } = await this.openEntry.run(receiptId, caller);
    response.setHeader('cache-control', 'no-store');
    return new StreamableFile(bytes, { type: mediaType, disposition: 'attachment', length: bytes.length });
  }
}

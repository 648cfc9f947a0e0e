import { Controller, Get, Put } from '@nestjs/common';
import { z } from 'zod';
import { ConsentTypeNameSchema } from '#contracts/questions/consents.js';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import { Caller } from '#security/caller.js';
import { Describe } from '#security/describe.js';
import { Door } from '#security/door.js';
import type { StaffPrincipal } from '#security/principal.js';
import { Clock } from '#service/clock.js';
import { JsonBody, PathParams } from '#service/inputs.js';
import {
  ConsentTypeContentSchema,
  ConsentTypeSchema,
  type ConsentType,
  type ConsentTypeContent,
} from './consent-type.js';
import { ConsentTypesStore } from './consent-types.store.js';

const ConsentTypesSchema = z.object({ consentTypes: z.array(ConsentTypeSchema) });
const TypePathSchema = z.object({ name: ConsentTypeNameSchema });

/** The municipality's kinds of consent. A new version counts for what is asked from then on; what was asked keeps its words. */
@Controller('consent-types')
export class ConsentTypesController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly types: ConsentTypesStore,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Door({ who: ['staff'], roles: ['municipal_administrator', 'institution_leader', 'health_visitor'] })
  @Describe({ summary: 'The kinds of consent that may be asked for now.', answers: { 200: ConsentTypesSchema } })
  async list(@Caller() { municipality }: StaffPrincipal): Promise<{ consentTypes: ConsentType[] }> {
    return { consentTypes: await this.unitOfWork.read((tx) => this.types.inForce(tx, municipality)) };
  }

  @Put(':name')
  @Door({ who: ['staff'], roles: ['municipal_administrator'] })
  @Describe({
    summary: "The next version of a kind of consent, or the municipality's first one.",
    params: TypePathSchema,
    body: ConsentTypeContentSchema,
    answers: { 200: ConsentTypeSchema },
  })
  async set(
    @Caller() { municipality, subject }: StaffPrincipal,
    @PathParams(TypePathSchema) { name }: z.infer<typeof TypePathSchema>,
    @JsonBody(ConsentTypeContentSchema) content: ConsentTypeContent,
  ): Promise<ConsentType> {
    const set = { at: this.clock.now().toString(), by: subject };
    return this.unitOfWork.run((tx) => this.types.add(tx, municipality, name, content, set));
  }
}

import { Controller, Get, HttpCode, Post, Res } from '@nestjs/common';
import type { Response } from 'express';
import type { z } from 'zod';
import { Cpr } from '#contracts/cpr.js';
import { ChildIdSchema, type Municipality, type Organisation } from '#contracts/ids.js';
import {
  ChildSchema,
  FindChildrenSchema,
  FoundChildrenSchema,
  RegisterChildSchema,
  RegisteredChildSchema,
  type Child,
  type FoundChildren,
} from '#contracts/questions/children.js';
import { RefusalError } from '#contracts/refusal-error.js';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import { Caller } from '#security/caller.js';
import { Door } from '#security/door.js';
import type { StaffPrincipal } from '#security/principal.js';
import { Describe } from '#security/describe.js';
import { JsonBody, PathParams } from '#service/inputs.js';
import { DecideAccess } from '../access/decide-access.js';
import { ChildPathSchema, type ChildPath } from './child-path.js';
import { ChildrenStore } from './children.store.js';
import { RegisterChild } from './register-child.js';

const LookupSchema = RegisterChildSchema.pick({ cpr: true });

/** Children: registering them, and finding the id that stands for them everywhere else. */
@Controller('children')
export class ChildrenController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly children: ChildrenStore,
    private readonly registerChild: RegisterChild,
    private readonly decideAccess: DecideAccess,
  ) {}

  @Post()
  @Door({ who: ['staff'], roles: ['health_visitor', 'institution_leader', 'municipal_administrator'] })
  @Describe({
    summary:
      'Registers a child with a health-visiting unit. 201 for a new child, 200 for one that was registered before.',
    body: RegisterChildSchema,
    answers: { 200: RegisteredChildSchema, 201: RegisteredChildSchema },
  })
  async register(
    @JsonBody(RegisterChildSchema) body: z.infer<typeof RegisterChildSchema>,
    @Caller() caller: StaffPrincipal,
    @Res({ passthrough: true }) response: Response,
  ): Promise<z.infer<typeof RegisteredChildSchema>> {
    const { healthVisitingUnit } = body;
    const mayMove = caller.role === 'municipal_administrator';
    if (!mayMove && caller.organisation !== healthVisitingUnit) {
      throw new RefusalError('ROLE_NOT_ALLOWED', { detail: 'Staff register children with their own unit.' });
    }
    const cpr = Cpr.parse(body.cpr, 'body/cpr');
    const { municipality } = caller;
    const { childId, created } = await this.registerChild.with({ municipality, healthVisitingUnit, cpr, mayMove });
    response.status(created ? 201 : 200);
    return { childId: ChildIdSchema.parse(childId) };
  }

  @Post('lookup')
  @HttpCode(200)
  @Door({ who: ['staff'], roles: ['health_visitor', 'institution_leader'] })
  @Describe({
    summary: "The id of a child of one's own unit, by number. Other children are unknown here.",
    body: LookupSchema,
    answers: { 200: RegisteredChildSchema },
  })
  async lookUp(
    @JsonBody(LookupSchema) body: z.infer<typeof LookupSchema>,
    @Caller() caller: StaffPrincipal,
  ): Promise<z.infer<typeof RegisteredChildSchema>> {
    const cpr = Cpr.parse(body.cpr, 'body/cpr');
    const { municipality, organisation, role, subject } = caller;
    const child = await this.unitOfWork.read((tx) => this.children.findByNumbers(tx, municipality, [cpr]));
    if (!child) throw new RefusalError('UNKNOWN_CHILD', { place: 'body/cpr' });
    const childId = ChildIdSchema.parse(child.childId);
    const decision = await this.decideAccess.of({
      municipality: municipality as Municipality,
      asker: { kind: 'staff', role, organisation: organisation as Organisation, subject },
      childId,
      documentKind: 'child_record',
      action: 'read',
    });
    if (decision.outcome === 'refused') throw new RefusalError('UNKNOWN_CHILD', { place: 'body/cpr' });
    return { childId };
  }

  @Post('find')
  @HttpCode(200)
  @Door({ who: ['service'], services: ['novax-adapter'] })
  @Describe({
    summary: 'The ids of children by keyed hashes of their numbers; those that are not registered are left out.',
    body: FindChildrenSchema,
    answers: { 200: FoundChildrenSchema },
  })
  async find(
    @JsonBody(FindChildrenSchema) { municipality, cprHashes }: z.infer<typeof FindChildrenSchema>,
  ): Promise<FoundChildren> {
    const found = await this.unitOfWork.read((tx) => this.children.findByHashes(tx, municipality, cprHashes));
    return { children: found.map((child) => ({ ...child, childId: ChildIdSchema.parse(child.childId) })) };
  }

  @Get(':childId')
  @Door({ who: ['service'] })
  @Describe({
    summary: 'Where a child belongs and when it was born.',
    params: ChildPathSchema,
    answers: { 200: ChildSchema },
  })
  async get(@PathParams(ChildPathSchema) { childId }: ChildPath): Promise<Child> {
    const child = await this.unitOfWork.read((tx) => this.children.find(tx, childId));
    if (!child) throw new RefusalError('NOT_FOUND');
    return ChildSchema.parse({ ...child, birthDate: child.birthDate.toString() });
  }
}

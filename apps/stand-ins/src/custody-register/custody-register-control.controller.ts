import { Controller, HttpCode, Inject, Post, Put, Req } from '@nestjs/common';
import type { Request } from 'express';
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { OpenDoor } from '#security/door.js';
import { CUSTODY_REGISTER_OPTIONS, type CustodyRegisterOptions } from './custody-register-options.js';
import { CustodyRegisterState } from './custody-register-state.js';
import { generatedFamilies } from './generated-families.js';
import { PeopleSchema } from './people-file.js';
import { RegisterBehaviourSchema, type RegisterBehaviour } from './register-behaviour.js';
import { requestText } from './request-text.js';

const GeneratedFamiliesSchema = z.object({ count: z.int().min(1).max(100_000), firstBirth: z.iso.date() });
const ChangeEventSchema = z.object({ cpr: z.string().regex(/^\d{10}$/) });
const forTests = 'control door of a stand-in: for tests and scenarios, never deployed';

/** How tests and scenarios change the register: its people, its temper, and the events it pushes. */
@Controller('control/custody-register')
export class CustodyRegisterControlController {
  constructor(
    private readonly state: CustodyRegisterState,
    @Inject(CUSTODY_REGISTER_OPTIONS) private readonly options: CustodyRegisterOptions,
  ) {}

  /** Adds people and families or changes those that are there. */
  @Put('people')
  @OpenDoor(forTests)
  async putPeople(@Req() request: Request): Promise<{ citizens: number; families: number }> {
    const people = PeopleSchema.parse(JSON.parse(await requestText(request)));
    this.state.people.put(people);
    return { citizens: people.citizens.length, families: people.families.length };
  }

  /** Adds the first `count` generated families and answers their numbers. Asking again changes nothing. */
  @Put('generated-families')
  @OpenDoor(forTests)
  async putGeneratedFamilies(@Req() request: Request): Promise<{ families: { child: string; guardians: string[] }[] }> {
    const { count, firstBirth } = GeneratedFamiliesSchema.parse(JSON.parse(await requestText(request)));
    const people = generatedFamilies(count, Temporal.PlainDate.from(firstBirth));
    this.state.people.put(people);
    return {
      families: people.families.map(({ child, mother, father }) => ({ child, guardians: [mother!, father!] })),
    };
  }

  /** Decides how the register answers from now on. */
  @Put('behaviour')
  @OpenDoor(forTests)
  async behave(@Req() request: Request): Promise<RegisterBehaviour> {
    this.state.behaviour = RegisterBehaviourSchema.parse(JSON.parse(await requestText(request)));
    return this.state.behaviour;
  }

  /** Tells consent that something about a person changed, as the register's event service would. Answers consent's status. */
  @Post('change-events')
  @HttpCode(200)
  @OpenDoor(forTests)
  async pushChange(@Req() request: Request): Promise<{ status: number }> {
    const { cpr } = ChangeEventSchema.parse(JSON.parse(await requestText(request)));
    const answer = await fetch(`${this.options.consentUrl}/custody-events`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${await this.options.channelToken()}`,
      },
      body: JSON.stringify({ cpr }),
      signal: AbortSignal.timeout(10_000),
    });
    return { status: answer.status };
  }
}

import { Controller, HttpCode, Inject, Post, Put, UseGuards } from '@nestjs/common';
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { OpenDoor } from '#security/door.js';
import { ContentGuard } from '#service/content-guard.js';
import { JsonBody } from '#service/inputs.js';
import { CUSTODY_REGISTER_OPTIONS, type CustodyRegisterOptions } from './custody-register-options.js';
import { CustodyRegisterState } from './custody-register-state.js';
import { generatedFamilies } from './generated-families.js';
import { PeopleSchema, type People } from './people-file.js';
import { RegisterBehaviourSchema, type RegisterBehaviour } from './register-behaviour.js';

const GeneratedFamiliesSchema = z.object({ count: z.int().min(1).max(100_000), firstBirth: z.iso.date() });
const ChangeEventSchema = z.object({ cpr: z.string().regex(/^\d{10}$/) });
const forTests = 'control door of a stand-in: for tests and scenarios, never deployed';

/** How tests and scenarios change the register: its people, its temper, and the events it pushes. */
@Controller('control/custody-register')
@UseGuards(ContentGuard)
export class CustodyRegisterControlController {
  constructor(
    private readonly state: CustodyRegisterState,
    @Inject(CUSTODY_REGISTER_OPTIONS) private readonly options: CustodyRegisterOptions,
  ) {}

  /** Adds people and families or changes those that are there. */
  @Put('people')
  @OpenDoor(forTests)
  putPeople(@JsonBody(PeopleSchema) people: People): { citizens: number; families: number } {
    this.state.people.put(people);
    return { citizens: people.citizens.length, families: people.families.length };
  }

  /** Adds the first `count` generated families and answers their numbers. Asking again changes nothing. */
  @Put('generated-families')
  @OpenDoor(forTests)
  putGeneratedFamilies(
    @JsonBody(GeneratedFamiliesSchema) { count, firstBirth }: z.infer<typeof GeneratedFamiliesSchema>,
  ): { families: { child: string; guardians: string[] }[] } {
    const people = generatedFamilies(count, Temporal.PlainDate.from(firstBirth));
    this.state.people.put(people);
    return {
      families: people.families.map(({ child, mother, father }) => ({ child, guardians: [mother!, father!] })),
    };
  }

  /** Decides how the register answers from now on. */
  @Put('behaviour')
  @OpenDoor(forTests)
  behave(@JsonBody(RegisterBehaviourSchema) behaviour: RegisterBehaviour): RegisterBehaviour {
    this.state.behaviour = behaviour;
    return behaviour;
  }

  /** Tells consent that something about a person changed, as the register's event service would. Answers consent's status. */
  @Post('change-events')
  @HttpCode(200)
  @OpenDoor(forTests)
  async pushChange(
    @JsonBody(ChangeEventSchema) { cpr }: z.infer<typeof ChangeEventSchema>,
  ): Promise<{ status: number }> {
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

import { Temporal } from 'temporal-polyfill';
import type { Answered, CampaignDoors } from './campaign-doors.js';
import type { Family } from './campaign-family.js';

/** More than any campaign needs. */
const FAMILIES = 5_000;
/** Generated children are born on 60 days in turn: every 60th on the first of them. */
const BIRTHDAYS = 60;
const BABY_DAYS = 300;
/** Far enough that no campaign is overtaken by the birthday. */
const TURNS_15_IN_DAYS = 2;

/** What lies outside the municipality: who is in the register, how the letter channel answers, and what both push at the hub. */
export class CampaignOutside {
  private babies: Promise<Family[]> | null = null;
  private nearly15: Promise<Family[]> | null = null;

  constructor(private readonly doors: CampaignDoors) {}

  /** A family with a child of some months. */
  async babyFamily(): Promise<Family> {
    this.babies ??= this.generated(today().subtract({ days: BABY_DAYS }));
    return (await this.babies).pop()!;
  }

  /** A family whose child turns 15 in two days. */
  async familyBeforeBirthday(): Promise<Family> {
    this.nearly15 ??= this.generated(today().add({ days: TURNS_15_IN_DAYS }).subtract({ years: 15 }), BIRTHDAYS);
    return (await this.nearly15).shift()!;
  }

  /** The mother alone holds custody from now on; nobody is told. */
  async motherHoldsCustody({ child, mother, father }: Family): Promise<void> {
    await this.put('custody-register/people', { families: [{ child, mother, father, custody: [{ type: 3 }] }] });
  }

  /** Decides how letters to this person are answered and receipted. */
  script(cpr: string, script: object): Promise<unknown> {
    return this.put('digital-post/recipients', { cpr, ...script });
  }

  /** `down`: every door of the letter channel answers 503. */
  channelIs(mode: 'up' | 'down'): Promise<unknown> {
    return this.put('digital-post/behaviour', { mode });
  }

  /** How many letters to this person the channel has taken. */
  async lettersTo(cpr: string): Promise<number> {
    const path = `/control/digital-post/letters?cpr=${cpr}`;
    return (await this.doors.insist({ service: 'stand-ins', path })).json['letters'].length;
  }

  /** Lets somebody outside push at the hub until the hub has taken it. */
  async push(door: string, body: object): Promise<void> {
    await this.doors.until(`the answer of the hub to ${door}`, async () => {
      const { json } = await this.doors.answer({ service: 'stand-ins', path: `/control/${door}`, body });
      return json['status'] < 300 ? true : null;
    });
  }

  /** Families with children born from that day on, or every so many of them. */
  private async generated(firstBirth: Temporal.PlainDate, step = 1): Promise<Family[]> {
    const wanted = { count: FAMILIES, firstBirth: firstBirth.toString() };
    const { json } = await this.put('custody-register/generated-families', wanted);
    return json['families']
      .filter((_: unknown, place: number) => place % step === 0)
      .map(({ child, guardians: [mother, father] }: any) => ({ child, mother, father }));
  }

  private put(door: string, body: object): Promise<Answered> {
    return this.doors.insist({ service: 'stand-ins', path: `/control/${door}`, method: 'PUT', body });
  }
}

const today = (): Temporal.PlainDate => Temporal.Now.plainDateISO('Europe/Copenhagen');

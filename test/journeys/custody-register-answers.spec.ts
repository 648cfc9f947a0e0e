import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Module, type INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFileSync } from 'node:fs';
import { Cpr } from '#contracts/cpr.js';
import type { ConsentConfig } from '../../apps/consent/src/consent.config.js';
import { Sf1520Client } from '../../apps/consent/src/register/sf1520.client.js';
import { CustodyRegisterModule } from '../../apps/stand-ins/src/custody-register/custody-register.module.js';

const people = JSON.parse(readFileSync('deploy/local/people.json', 'utf8')) as {
  citizens: { cpr: string; name: string; municipality: string; status?: number; currentCpr?: string }[];
  families: { child: string; mother?: string; father?: string; custody: { type: number; holder?: string }[] }[];
};

let app: INestApplication;
let client: Sf1520Client;

beforeAll(async () => {
  @Module({
    imports: [
      CustodyRegisterModule.with({
        peopleFile: 'deploy/local/people.json',
        consentUrl: 'http://127.0.0.1:9',
        channelToken: async () => 'unused',
      }),
    ],
  })
  class StandInsModule {}
  app = await NestFactory.create(StandInsModule, { logger: false, bodyParser: false });
  await app.listen(0, '127.0.0.1');
  const { port } = (app.getHttpServer() as Server).address() as AddressInfo;
  client = new Sf1520Client({
    CUSTODY_REGISTER_URL: `http://127.0.0.1:${port}/custody-register/service/CPR/PersonBaseDataExtended/4`,
    CUSTODY_REGISTER_TIMEOUT_MS: 5000,
    MUNICIPALITY_CVRS: new Map([
      ['K1', '99999901'],
      ['K2', '99999902'],
    ]),
  } as unknown as ConsentConfig);
});

afterAll(() => app.close());

describe("consent's adapter and the strict register", () => {
  it('understand each other about everybody in the project', async () => {
    for (const citizen of people.citizens) {
      const person = await client.person(citizen.municipality, Cpr.parse(citizen.cpr));
      expect([person!.name, person!.status, person!.currentCpr?.reveal()]).toEqual([
        citizen.name,
        citizen.status ?? 1,
        citizen.currentCpr,
      ]);
      expect(person!.birthDate.equals(Cpr.parse(citizen.cpr).birthDate())).toBe(true);
    }
  });

  it('agree on who holds custody in every family', async () => {
    for (const family of people.families) {
      const child = await client.person('K1', Cpr.parse(family.child));
      const expected = family.custody.map(({ type, holder }) => holder ?? (type === 3 ? family.mother : family.father));
      expect(child!.custody.map(({ holder }) => holder?.reveal())).toEqual(expected);
    }
  });

  it('agree on somebody who is not there', async () => {
    expect(await client.person('K1', Cpr.parse('911225-6999'))).toBeNull();
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { Cpr } from '#contracts/cpr.js';
import { TransientError } from '#messaging/handling/transient-error.js';
import { secretFile } from '#testing/secret-file.js';
import type { ConsentConfig } from '../consent.config.js';
import { CprVault } from './cpr-vault.js';
import { LookUpPerson } from './look-up-person.js';
import { ScriptedRegister } from './scripted-register.fixture.js';
import { Sf1520Client } from './sf1520.client.js';
import { readPerson } from './sf1520-response.js';

const alma = Cpr.parse('6403264012');
let register: ScriptedRegister;
let client: Sf1520Client;

beforeAll(async () => {
  register = await ScriptedRegister.start();
  client = new Sf1520Client({
    CUSTODY_REGISTER_URL: register.url,
    CUSTODY_REGISTER_TIMEOUT_MS: 2_000,
    MUNICIPALITY_CVRS: new Map([['K1', '99999901']]),
  } as unknown as ConsentConfig);
});

afterAll(() => register.close());

beforeEach(() => {
  register.failure = 'none';
  register.people.clear();
});

describe('the custody register, asked', () => {
  it('names parents by type, other holders by number, and nobody where nobody is', async () => {
    register.people.set(alma.reveal(), {
      mother: '6902921112',
      custody: [{ type: 3, until: '2027-01-01' }, { type: 4 }, { type: 5, holder: '6601741146' }, { type: 6 }],
      protectedFrom: '2026-01-15',
    });
    const person = await client.person('K1', alma);
    expect(person!.birthDate.toString()).toBe('2026-03-04');
    expect(person!.protection!.from.toString()).toBe('2026-01-15');
    expect(person!.custody.map(({ type, holder, until }) => [type, holder?.reveal(), until?.toString()])).toEqual([
      [3, '6902921112', '2027-01-01'],
      [4, undefined, undefined],
      [5, '6601741146', undefined],
      [6, undefined, undefined],
    ]);
  });

  it('knows nobody by an unknown number', async () => {
    expect(await client.person('K1', alma)).toBeNull();
  });

  it.each(['silent', 'fault', 'malformed'] as const)('is not relied on when it is %s', async (failure) => {
    register.people.set(alma.reveal(), {});
    register.failure = failure;
    const failed = await client.person('K1', alma).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(TransientError);
    expect(JSON.stringify(failed, Object.getOwnPropertyNames(failed))).not.toContain(alma.reveal());
  });

  it('is followed over changed numbers, and never in a circle', async () => {
    const people = new LookUpPerson(client);
    register.people.set(alma.reveal(), { status: 60, currentCpr: '8403264012' });
    register.people.set('8403264012', { name: 'Alma' });
    const found = await people.find('K1', alma);
    expect(found!.numbers.map((cpr) => cpr.reveal())).toEqual([alma.reveal(), '8403264012']);
    register.people.set('8403264012', { status: 50, currentCpr: alma.reveal() });
    expect(await people.find('K1', alma)).toBeNull();
    register.people.set(alma.reveal(), { status: 50 });
    expect((await people.find('K1', alma))!.person.status).toBe(50);
  });
});

describe('an answer that is not the agreed one', () => {
  const answer = (inside: string) =>
    `<PersonLookupResponse xmlns="http://serviceplatformen.dk/xml/wsdl/soap11/CPR/PersonBaseDataExtended/4/">${inside}</PersonLookupResponse>`;

  it.each([
    ['nothing', ''],
    ['another document', '<x/>'],
    ['an answer of another version', answer('').replace('/4/', '/5/')],
    ['an answer without a person', answer('<persondata/>')],
    ['a DOCTYPE', `<!DOCTYPE x>${answer('')}`],
  ])('is unreadable: %s', (_case, xml) => {
    expect(() => readPerson(xml)).toThrow(TransientError);
  });

  it('is unreadable whatever it is', () => {
    fc.assert(fc.property(fc.string(), (text) => expect(() => readPerson(text)).toThrow(TransientError)));
    fc.assert(fc.property(fc.string(), (text) => expect(() => readPerson(answer(text))).toThrow(TransientError)));
  });
});

describe('the vault', () => {
  const keys = { CPR_HASH_KEY_FILE: secretFile(), REGISTER_SEAL_KEY: randomBytes(32).toString('base64') };
  const vault = new CprVault(keys);

  it('opens what it sealed, for that purpose and with that key only', () => {
    const sealed = vault.sealCpr(alma);
    expect(vault.openCpr(sealed).equals(alma)).toBe(true);
    expect(vault.sealCpr(alma).equals(sealed)).toBe(false);
    expect(() => vault.open(sealed, 'name')).toThrow();
    const other = new CprVault({ ...keys, REGISTER_SEAL_KEY: randomBytes(32).toString('base64') });
    expect(() => other.openCpr(sealed)).toThrow();
    sealed[sealed.length - 1]! ^= 1;
    expect(() => vault.openCpr(sealed)).toThrow();
  });

  it('hashes the same number alike, with and without a hyphen', () => {
    expect(vault.hash(Cpr.parse('640326-4012'))).toBe(vault.hash(alma));
    expect(vault.hash(alma)).toMatch(/^[0-9a-f]{64}$/);
  });
});

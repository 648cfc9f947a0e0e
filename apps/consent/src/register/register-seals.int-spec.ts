import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import { Cpr } from '#contracts/cpr.js';
import type { Tx } from '#persistence/tx.js';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import { mustOpenAll } from '#service/must-open-all.js';
import { SealAgain } from '#service/seal-again.js';
import { secretFile } from '#testing/secret-file.js';
import { type TestDatabase, testDatabase } from '#testing/test-database.js';
import { ChildrenStore } from '../children/children.store.js';
import { consentService } from '../consent.service.js';
import { GuardiansStore } from '../guardians/guardians.store.js';
import { InformationRequestsStore } from '../information/information-requests.store.js';
import { CprVault } from './cpr-vault.js';
import type { RegisterPerson } from './custody-register.js';
import { registerKeys, registerSeals } from './register-seals.js';

const [former, next] = [randomBytes(32).toString('base64'), randomBytes(32).toString('base64')];
const CPR_HASH_KEY_FILE = secretFile();
const steps = {
  former: { CPR_HASH_KEY_FILE, REGISTER_SEAL_KEY: former },
  changing: { CPR_HASH_KEY_FILE, REGISTER_SEAL_KEY: next, OTHER_REGISTER_SEAL_KEY: former },
  changed: { CPR_HASH_KEY_FILE, REGISTER_SEAL_KEY: next },
};
type Step = keyof typeof steps;
const at = Temporal.Instant.from('2026-05-06T10:00:00Z');
const alma = Cpr.parse('640326-4012');
const mother: RegisterPerson = {
  cpr: Cpr.parse('690292-1112'),
  name: 'Freja Prøve',
  birthDate: Temporal.PlainDate.from('1992-02-09'),
  status: 1,
  currentCpr: null,
  protection: null,
  children: [],
  custody: [],
};

describe("the register's seals while their key is changed", () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase('register_seals', consentService.migrations);
  });
  afterAll(() => database.drop());

  const inTx = <T>(work: (tx: Tx) => Promise<T>) => new UnitOfWork(database.dataSource).run(work);
  const stores = (step: Step) => {
    const vault = new CprVault(steps[step]);
    const [children, guardians] = [new ChildrenStore(vault), new GuardiansStore(vault)];
    return { children, guardians, information: new InformationRequestsStore(vault) };
  };
  const begins = (step: Step) =>
    mustOpenAll(database.dataSource, registerSeals, registerKeys(steps[step]), 'REGISTER_SEAL_KEY');

  /** Everything of a family that stands sealed. */
  async function keep(step: Step, childId: string, informationRequestId: string): Promise<string> {
    const { children, guardians, information } = stores(step);
    const birthDate = Temporal.PlainDate.from('2026-03-04');
    const child = { childId, municipality: 'K1', healthVisitingUnit: 'HV-1', birthDate, youngPersonId: null };
    return inTx(async (tx) => {
      await children.insert(tx, child, alma, at);
      await information.insert(tx, {
        informationRequestId,
        childId,
        municipality: 'K1',
        kinship: 'none',
        requester: mother,
        question: 'Hvornår er næste besøg?',
        requestedAt: at.toString(),
      });
      return guardians.keep(tx, 'K1', { person: mother, numbers: [mother.cpr] }, 1, at);
    });
  }

  it('name every sealed column that consent has', async () => {
    const columns: { name: string }[] = await database.dataSource.query(
      `select table_name || '.' || column_name as name from information_schema.columns
       where table_schema = 'public' and column_name like '%sealed' order by 1`,
    );
    const named = registerSeals.flatMap(({ table, sealed }) =>
      Object.keys(sealed).map((column) => `${table}.${column}`),
    );
    expect(named.sort()).toEqual(columns.map(({ name }) => name));
  });

  it('open at each step, also what two keys sealed, and need the former key no longer at the end', async () => {
    const [childId, informationRequestId] = [randomUUID(), randomUUID()];
    const guardianId = await keep('former', childId, informationRequestId);
    const answered = { outcome: 'given', reason: 'I juni.', at: at.toString(), by: 'leader' };
    await inTx((tx) => stores('changing').information.answer(tx, informationRequestId, answered));
    await begins('changing');
    await expect(begins('changed')).rejects.toThrow('Set OTHER_REGISTER_SEAL_KEY');

    const again = new SealAgain(database.dataSource, registerSeals, registerKeys(steps.changing));
    expect(await again.run(() => undefined)).toBe(3);
    expect(await again.left()).toBe(0);
    await begins('changed');
    const { children, guardians, information } = stores('changed');
    await inTx(async (tx) => {
      expect((await children.currentNumber(tx, childId))!.cpr.equals(alma)).toBe(true);
      expect(await guardians.find(tx, guardianId)).toMatchObject({ name: mother.name });
      expect(await information.ofUnit(tx, 'K1', 'HV-1')).toMatchObject([
        { requesterName: mother.name, question: 'Hvornår er næste besøg?' },
      ]);
    });
    const [{ reason }] = await database.dataSource.query('select reason_sealed as reason from information_request');
    expect(new CprVault(steps.changed).open(reason, 'information-reason')).toBe('I juni.');
  });
});

import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { chainTable } from './chain-table.js';
import { DoorRefusal, openDoor } from './door.js';
import type { Hub } from './hub-options.js';
import { newLocalFamily } from './local-family.js';
import { loginAs } from './login.js';
import type { Progress } from './progress.js';
import { registerTestFamilies } from './register-test-families.js';
import { buildTwoMonthReport } from './two-month-report.js';

const ADBB = [1, 0, 0, 0, 1, 0, 0, 0];
const STEP_WITHIN_MS = 30_000;

const ChildSchema = z.object({ childId: z.uuid() });
const ReceiptSchema = z.looseObject({ receiptId: z.uuid(), traceId: z.string() });
const RecordSchema = z.object({ results: z.array(z.looseObject({ resultId: z.uuid(), total: z.number() })) });
const DocumentSchema = z.looseObject({ documentId: z.uuid() });
const DocumentsSchema = z.object({ documents: z.array(DocumentSchema) });
const ChainSchema = z.object({
  state: z.string(),
  totalMs: z.number(),
  steps: z.array(
    z.looseObject({
      name: z.string(),
      service: z.string().optional(),
      elapsedMs: z.number(),
      letterId: z.string().nullish(),
      channel: z.string().nullish(),
    }),
  ),
});

/** What the job leaves behind, for a person to look at. */
export interface MainJob {
  childCpr: string;
  /** Both hold custody and can read the summary in the portal. */
  guardians: { cpr: string; name: string }[];
  traceId: string;
}

/** What has not arrived yet is not there: asked for again. */
function notYet(error: unknown): null {
  if (error instanceof DoorRefusal && error.status === 404) return null;
  throw error;
}

/** Asks again until there is an answer, and says what was waited for when there is none in time. */
async function eventually<T>(what: string, ask: () => Promise<T | null>): Promise<T> {
  const until = Date.now() + STEP_WITHIN_MS;
  for (;;) {
    const found = await ask().catch(notYet);
    if (found !== null) return found;
    if (Date.now() > until) throw new Error(`${what} did not come within ${STEP_WITHIN_MS / 1000} s`);
    await wait(50);
  }
}

/**
 * A journal's report of a two-month visit becomes part of the child's record, the health visitor shares a summary, and both guardians get
 * their letter; all through the doors that anyone outside would use. Every run has a new family.
 */
export async function runMainJob(hub: Hub, progress: Progress): Promise<MainJob> {
  const { urls } = hub;
  const issuer = `${urls['stand-ins']}/oidc`;
  const now = Temporal.Now.zonedDateTimeISO('Europe/Copenhagen');
  const family = newLocalFamily(now.toPlainDate());

  await openDoor(`${urls['stand-ins']}/control/custody-register/people`, {
    token: '',
    method: 'PUT',
    schema: z.unknown(),
    body: {
      citizens: Object.values(family),
      families: [
        {
          child: family.child.cpr,
          mother: family.mother.cpr,
          father: family.father.cpr,
          custody: [{ type: 3 }, { type: 4 }],
        },
      ],
    },
  });

  for (const { cpr, name } of [family.father, family.mother]) {
    await openDoor(`${urls['stand-ins']}/control/logins/mitid`, {
      token: '',
      method: 'PUT',
      schema: z.unknown(),
      body: { cpr, name, municipality: 'K1' },
    });
  }

  const nurse = await progress.step('the health visitor is logged in', () =>
    loginAs({ issuer, username: 'hv1-nurse' }),
  );
  await progress.step(
    'the test families are registered',
    () => registerTestFamilies(urls.consent, nurse.accessToken, 'HV-1'),
    (count) => `${count} children`,
  );
  const { childId } = await progress.step('the child is registered at HV-1', () =>
    openDoor(`${urls.consent}/children`, {
      token: nurse.accessToken,
      schema: ChildSchema,
      body: { cpr: family.child.cpr, healthVisitingUnit: 'HV-1' },
    }),
  );

  const report = buildTwoMonthReport({
    childCpr: family.child.cpr,
    motherCpr: family.mother.cpr,
    items: ADBB,
    total: 2,
    observedOn: now.subtract({ days: 1 }).toPlainDate().toString(),
    reportId: randomUUID(),
    timestamp: now.toInstant().toString(),
  });
  const journal = await hub.tokenFor('journal-k1');
  const receipt = await progress.step(
    'the journal has sent the full report of the two-month visit',
    () =>
      openDoor(`${urls['novax-adapter']}/fhir/Bundle`, {
        token: journal,
        schema: ReceiptSchema,
        body: report,
        contentType: 'application/fhir+json',
      }),
    ({ receiptId }) => `receipt ${receiptId}`,
  );

  const result = await progress.step(
    "the result stands in the child's record",
    () =>
      eventually('the result', async () => {
        const record = await openDoor(`${urls.screening}/children/${childId}/record`, {
          token: nurse.accessToken,
          schema: RecordSchema,
        });
        return record.results[0] ?? null;
      }),
    ({ total }) => `total ${total}`,
  );

  const document = await openDoor(`${urls.screening}/children/${childId}/documents`, {
    token: nurse.accessToken,
    schema: DocumentSchema,
    body: {
      kind: 'health_visit_summary',
      text: 'Et godt besøg. Vi ses igen om to måneder.',
      basedOnResultId: result.resultId,
    },
  });
  await progress.step('the summary is shared with both guardians', () =>
    openDoor(`${urls.screening}/documents/${document.documentId}/share`, {
      token: nurse.accessToken,
      schema: z.unknown(),
      body: {},
    }),
  );

  const operator = await loginAs({ issuer, username: 'ops' });
  const chain = await progress.step('both letters are delivered by Digital Post', () =>
    eventually('the receipts of both letters', async () => {
      const found = await openDoor(`${urls.operations}/receipts/${receipt.receiptId}/chain`, {
        token: operator.accessToken,
        schema: ChainSchema,
      });
      if (found.state === 'failed' || found.state === 'refused') throw new Error(`the chain is ${found.state}`);
      return found.state === 'complete' ? found : null;
    }),
  );
  await progress.step('a guardian has found the summary in the portal', async () => {
    const guardian = await loginAs({ issuer, username: family.mother.cpr });
    const shared = await openDoor(`${urls['parent-portal']}/children/${childId}/documents`, {
      token: guardian.accessToken,
      schema: DocumentsSchema,
    });
    if (!shared.documents.some(({ documentId }) => documentId === document.documentId)) {
      throw new Error('the shared summary is not in the portal');
    }
  });

  console.log(`\nOne trace: ${receipt.traceId}\n${chainTable(chain.steps)}\n`);
  return { childCpr: family.child.cpr, guardians: [family.mother, family.father], traceId: receipt.traceId };
}

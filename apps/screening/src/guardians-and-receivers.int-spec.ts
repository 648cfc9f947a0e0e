import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { childRegisteredV1 } from '#contracts/events/child-registered.js';
import { informationRequestAnsweredV1 } from '#contracts/events/information-request-answered.js';
import { informationRequestedV1 } from '#contracts/events/information-requested.js';
import { journalEntryReceivedV1 } from '#contracts/events/journal-entry-received.js';
import type { TestClaims } from '#testing/test-issuer.js';
import { eventually } from '#testing/eventually.js';
import { entryOf } from './journal-entries.fixture.js';
import { RunningScreening, staff } from './running-screening.fixture.js';

const nurse = staff('health_visitor');
const leader = staff('institution_leader');
const daycare = staff('daycare_staff', 'DC-A');
const operator = staff('ops_operator', 'OPS');
const portal: TestClaims = { principal_kind: 'service', client_id: 'parent-portal' };
const mother = 'c1d2e3f4-0a1b-4c2d-8e3f-aabbccdd0001';
const father = 'c1d2e3f4-0a1b-4c2d-8e3f-aabbccdd0002';
const municipality = 'K1';

let screening: RunningScreening;

beforeAll(async () => {
  screening = await RunningScreening.start('guardians');
});
afterAll(() => screening?.stop());
beforeEach(() => {
  screening.consent.guardianIds = [mother, father];
  screening.consent.consented.clear();
});

async function registered(): Promise<string> {
  const childId = randomUUID();
  const data = { childId, municipality, healthVisitingUnit: 'HV-1' };
  await screening.publish({ contract: childRegisteredV1, data, time: '2026-05-01T08:00:00Z' });
  await eventually(async () => {
    expect((await screening.ask(nurse, `/children/${childId}/record`)).json.unit).toBe('HV-1');
  });
  return childId;
}

const rebuild = async (childId: string) => (await screening.ask(operator, '/rebuilds', { childId })).json;

describe("a guardian's message", () => {
  const write = (childId: string, text: string, { by = mother, key = randomUUID() } = {}) =>
    screening.ask(portal, `/children/${childId}/guardian-messages`, { guardianId: by, text }, key);
  const read = (as: TestClaims, childId: string, by?: string) =>
    screening.ask(as, `/children/${childId}/guardian-messages${by ? `?guardianId=${by}` : ''}`);
  const textsOf = (answer: { json: any }) => answer.json.messages.map(({ text }: any) => text);

  it('is read by staff of the unit, and each guardian reads the own ones alone, newest first', async () => {
    const childId = await registered();
    expect(await write(childId, 'Han sover dårligt.')).toMatchObject({
      status: 201,
      json: { childId, guardianId: mother, text: 'Han sover dårligt.' },
    });
    await write(childId, 'Nu sover han.');
    await write(childId, 'Ring til mig.', { by: father });
    expect(textsOf(await read(nurse, childId))).toEqual(['Ring til mig.', 'Nu sover han.', 'Han sover dårligt.']);
    expect(textsOf(await read(portal, childId, mother))).toEqual(['Nu sover han.', 'Han sover dårligt.']);
    expect(textsOf(await read(portal, childId, father))).toEqual(['Ring til mig.']);
    expect(screening.consent.questions.at(-1)).toEqual({
      municipality,
      asker: { kind: 'guardian', guardianId: father },
      childId,
      documentKind: 'guardian_message',
      sharedWith: [father],
      action: 'read',
    });
  });

  it('written again after a lost answer stands once, also in the same instant', async () => {
    const childId = await registered();
    const key = randomUUID();
    const again = () => write(childId, 'Én gang.', { key });
    const answers = [...(await Promise.all([again(), again(), again()])), await again()];
    expect(new Set(answers.map(({ bytes }) => bytes)).size).toBe(1);
    expect(textsOf(await read(nurse, childId))).toEqual(['Én gang.']);
    expect(await screening.eventsOf(childId)).toEqual(['guardian.message.received.v1']);
    expect(await write(childId, 'Noget andet.', { key })).toMatchObject({ json: { code: 'IDEMPOTENCY_KEY_REUSED' } });
    expect(
      await screening.ask(portal, `/children/${childId}/guardian-messages`, { guardianId: mother, text: 'x' }, null),
    ).toMatchObject({
      json: { code: 'IDEMPOTENCY_KEY_MISSING' },
    });
  });

  it('stands on the timeline as own words, and no word of it in facts, views, events and kept answers', async () => {
    const childId = await registered();
    const { messageId } = (await write(childId, 'Hemmeligt-ord-88')).json;
    const { entries } = (await screening.ask(nurse, `/children/${childId}/timeline`)).json;
    expect(entries.at(-1)).toMatchObject({
      kind: 'guardian.message.received',
      en: expect.stringContaining('own words'),
      about: { messageId, guardianId: mother },
    });
    for (const table of ['child_fact', 'child_record', 'outbox', 'first_answer']) {
      const sql = `select count(*)::int as found from ${table} t where t::text like '%Hemmeligt%'`;
      expect(await screening.query(sql)).toEqual([{ found: 0 }]);
    }
  });

  it('is refused to whom consent refuses it, and about a child nobody knows', async () => {
    const childId = await registered();
    screening.consent.guardianIds = [mother];
    expect(await write(childId, 'x', { by: father })).toMatchObject({ status: 403, json: { code: 'NOT_GUARDIAN' } });
    expect(await read(portal, childId, father)).toMatchObject({ status: 403, json: { code: 'NOT_GUARDIAN' } });
    expect(await write(randomUUID(), 'x')).toMatchObject({ json: { code: 'UNKNOWN_CHILD' } });
    expect(await read(daycare, childId)).toMatchObject({ status: 403, json: { code: 'CONSENT_MISSING' } });
    expect(await read(portal, childId)).toMatchObject({ status: 422, json: { code: 'SHAPE_INVALID' } });
    expect(await screening.eventsOf(childId)).toEqual([]);
  });

  it('is written, changed and removed by no member of staff: there is no door, and the database refuses', async () => {
    const childId = await registered();
    const { messageId } = (await write(childId, 'Mine ord.')).json;
    const path = `/children/${childId}/guardian-messages`;
    expect(await screening.ask(nurse, path, { guardianId: mother, text: 'Andre ord.' })).toMatchObject({ status: 403 });
    for (const method of ['PUT', 'PATCH', 'DELETE', 'POST']) {
      for (const door of [`${path}/${messageId}`, `/guardian-messages/${messageId}`]) {
        const response = await fetch(`${screening.instances[0]!.url}${door}`, {
          method,
          headers: { authorization: `Bearer ${await screening.issuer.token(leader)}` },
        });
        expect([method, door, response.status]).toEqual([method, door, 404]);
      }
    }
    await expect(screening.query(`update guardian_message_text set text = 'Andre ord.'`)).rejects.toThrow(
      'not changed',
    );
    expect(textsOf(await read(leader, childId))).toEqual(['Mine ord.']);
  });

  it('survives a rebuild identically, which tells nobody anything', async () => {
    const childId = await registered();
    await write(childId, 'Mine ord.');
    const before = [await read(nurse, childId), await screening.ask(nurse, `/children/${childId}/record`)];
    expect(await rebuild(childId)).toMatchObject({ identical: true, differences: [], missing: 0 });
    await screening.query('delete from child_record where child_id = $1', [childId]);
    await rebuild(childId);
    const after = [await read(nurse, childId), await screening.ask(nurse, `/children/${childId}/record`)];
    expect(after.map(({ json }) => json)).toEqual(before.map(({ json }) => json));
    expect(await screening.eventsOf(childId)).toEqual(['guardian.message.received.v1']);
  });
});

describe('a request for information', () => {
  const requested = async () => {
    const childId = await registered();
    const informationRequestId = randomUUID();
    const data = { informationRequestId, childId, municipality, organisation: 'HV-1' };
    const eventId = randomUUID();
    const tell = () =>
      screening.publish({ contract: informationRequestedV1, data, time: '2026-05-06T08:00:00Z', eventId });
    await tell();
    await tell();
    await screening.publish({ contract: informationRequestedV1, data, time: '2026-05-06T08:00:00Z' });
    const task = await eventually(async () => {
      const [found] = await tasksOf(leader, childId);
      expect(found).toBeDefined();
      return found;
    });
    return { childId, informationRequestId, task };
  };
  const tasksOf = async (as: TestClaims, childId: string) =>
    (await screening.ask(as, '/tasks')).json.tasks.filter((each: any) => each.childId === childId);

  it('is one task for the leader, however often it is told, and nothing that the nurse hears of', async () => {
    const { childId, informationRequestId, task } = await requested();
    expect(task).toMatchObject({ kind: 'information_request', role: 'institution_leader', informationRequestId });
    expect(await tasksOf(leader, childId)).toHaveLength(1);
    expect(await tasksOf(nurse, childId)).toEqual([]);
    const seen = async (as: TestClaims) => ({
      tasks: (await screening.ask(as, `/children/${childId}/record`)).json.tasks.length,
      entries: (await screening.ask(as, `/children/${childId}/timeline`)).json.entries.length,
    });
    expect([await seen(nurse), await seen(leader)]).toEqual([
      { tasks: 0, entries: 1 },
      { tasks: 1, entries: 2 },
    ]);
    expect(await screening.ask(nurse, `/tasks/${task.taskId}/close`, {})).toMatchObject({ status: 409 });
  });

  it('is ended by its answer and not by a tick, and a rebuild brings nothing back', async () => {
    const { childId, informationRequestId, task } = await requested();
    expect(await screening.ask(leader, `/tasks/${task.taskId}/close`, {})).toMatchObject({
      status: 409,
      json: { code: 'STATE_CONFLICT' },
    });
    const data = { informationRequestId, childId, municipality, outcome: 'given' };
    await screening.publish({ contract: informationRequestAnsweredV1, data, time: '2026-05-07T08:00:00Z' });
    await eventually(async () => expect(await tasksOf(leader, childId)).toEqual([]));
    expect(await rebuild(childId)).toMatchObject({ identical: true });
    expect(await tasksOf(leader, childId)).toEqual([]);
    const { entries } = (await screening.ask(nurse, `/children/${childId}/timeline`)).json;
    expect(entries.map(({ kind }: any) => kind)).toEqual(['child.registered']);
  });
});

describe('a receiver who reads by consent', () => {
  const high = [1, 2, 0, 0, 1, 1, 1, 1];
  const low = [1, 0, 0, 0, 1, 0, 0, 0];

  const withResults = async () => {
    const childId = await registered();
    for (const [version, items] of [low, high].entries()) {
      const data = entryOf({ recordId: 'NVX-1', version: version + 1, on: '2026-05-06', items }, childId);
      await screening.publish({ contract: journalEntryReceivedV1, data, time: data.reportedAt });
    }
    const record = await eventually(async () => {
      const { json } = await screening.ask(nurse, `/children/${childId}/record`);
      expect(json.results).toHaveLength(2);
      return json;
    });
    return { childId, resultId: record.results[1].resultId as string };
  };

  it('gets the standing results, in words before numbers, and each reading was asked of consent', async () => {
    const { childId } = await withResults();
    const path = `/children/${childId}/adbb-results`;
    expect(await screening.ask(daycare, path)).toMatchObject({ status: 403, json: { code: 'CONSENT_MISSING' } });
    screening.consent.consented.add('DC-A adbb_result');
    const { status, json, bytes } = await screening.ask(daycare, path);
    expect([status, json.results.map(({ total }: any) => total)]).toEqual([200, [7]]);
    expect(json.results[0].explanation.da.parent).toContain('ikke en diagnose');
    expect(bytes.indexOf('"explanation"')).toBeLessThan(bytes.indexOf('"total"'));
    expect((await screening.ask(nurse, path)).json.results).toHaveLength(2);
    const asked = screening.consent.questions.filter((question) => question.childId === childId).slice(-3);
    expect(asked.map(({ documentKind, action }) => [documentKind, action])).toEqual([
      ['adbb_result', 'read'],
      ['adbb_result', 'read'],
      ['adbb_result', 'read'],
    ]);
  });

  it('gets no other kind than the consented one', async () => {
    const { childId } = await withResults();
    screening.consent.consented.add('DC-A adbb_result');
    for (const door of ['record', 'timeline', 'health-observations', 'consented-documents', 'guardian-messages']) {
      expect(await screening.ask(daycare, `/children/${childId}/${door}`)).toMatchObject({
        status: 403,
        json: { code: 'CONSENT_MISSING' },
      });
    }
  });

  it('gets health observations alone', async () => {
    const { childId } = await withResults();
    screening.consent.consented.add('DC-A health_observation');
    const { status, json } = await screening.ask(daycare, `/children/${childId}/health-observations`);
    expect([status, Object.keys(json)]).toEqual([200, ['childId', 'observations']]);
  });

  it('gets the versions that guardians were shown, without who wrote, read and shared them, and no draft', async () => {
    const { childId, resultId } = await withResults();
    const body = { kind: 'health_visit_summary', text: 'Delt.', basedOnResultId: resultId };
    const { documentId } = (await screening.ask(nurse, `/children/${childId}/documents`, body)).json;
    const draft = { kind: 'health_visit_summary', text: 'Kladde.' };
    const unshared = (await screening.ask(nurse, `/children/${childId}/documents`, draft)).json.documentId;
    await screening.ask(nurse, `/documents/${documentId}/share`, {});
    await screening.ask(nurse, `/documents/${documentId}/corrections`, { text: 'Rettet, ikke delt.' });

    expect(await screening.ask(daycare, `/documents/${documentId}`)).toMatchObject({
      json: { code: 'CONSENT_MISSING' },
    });
    screening.consent.consented.add('DC-A health_visit_summary');
    const list = await screening.ask(daycare, `/children/${childId}/consented-documents`);
    expect(list.json.documents).toMatchObject([{ documentId, version: 1, corrected: false, earlierVersions: [] }]);
    const opened = await screening.ask(daycare, `/documents/${documentId}`);
    expect(opened.json).toMatchObject({ version: 1, text: 'Delt.', openings: [] });
    expect(opened.bytes).not.toMatch(new RegExp([mother, father, 'health_visitor-1', resultId].join('|')));
    expect(await screening.ask(daycare, `/documents/${documentId}?version=2`)).toMatchObject({ status: 404 });
    expect(await screening.ask(daycare, `/documents/${unshared}`)).toMatchObject({ status: 404 });
    expect((await screening.ask(nurse, `/documents/${documentId}`)).json).toMatchObject({ version: 2 });
    expect(screening.consent.questions.filter(({ documentId: about }) => about === unshared)).not.toEqual([]);
  });
});

describe('a young person from the 15th birthday (R16)', () => {
  const young = 'c1d2e3f4-0a1b-4c2d-8e3f-aabbccdd0015';

  it('is whom documents are shared with from then on, and reads what was shared before', async () => {
    const childId = await registered();
    const body = { kind: 'health_visit_summary', text: 'Før.' };
    const before = (await screening.ask(nurse, `/children/${childId}/documents`, body)).json.documentId;
    await screening.ask(nurse, `/documents/${before}/share`, {});
    const list = (guardianId: string) =>
      screening.ask(portal, `/children/${childId}/shared-documents?guardianId=${guardianId}`);
    expect((await list(young)).json.documents).toEqual([]);

    screening.consent.guardianIds = [young];
    const after = (await screening.ask(nurse, `/children/${childId}/documents`, { ...body, text: 'Efter.' })).json
      .documentId;
    expect((await screening.ask(nurse, `/documents/${after}/share`, {})).json.sharedWith).toEqual([young]);
    const shared = await screening.query(
      `select data from outbox where key = $1 and type = 'portal.document.shared.v1' order by sequence`,
      [childId],
    );
    expect(shared.map(({ data }) => JSON.parse(data).guardianIds)).toEqual([[mother, father], [young]]);
    expect((await list(young)).json.documents.map(({ documentId }: any) => documentId)).toEqual([after, before]);
    const opened = await screening.ask(portal, `/documents/${before}/versions/latest`);
    expect(opened.json.sharedWith).toEqual([mother, father, young]);
  });
});

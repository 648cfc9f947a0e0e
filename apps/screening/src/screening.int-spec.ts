import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { childRegisteredV1 } from '#contracts/events/child-registered.js';
import { custodyChangedV1 } from '#contracts/events/custody-changed.js';
import { journalEntryReceivedV1 } from '#contracts/events/journal-entry-received.js';
import { letterDeliveredV1 } from '#contracts/events/letter-delivered.js';
import { letterFailedV1 } from '#contracts/events/letter-failed.js';
import { letterReplyReceivedV1 } from '#contracts/events/letter-reply-received.js';
import { letterRequestedV1 } from '#contracts/events/letter-requested.js';
import { letterSubmittedV1 } from '#contracts/events/letter-submitted.js';
import { portalDocumentOpenedV1 } from '#contracts/events/portal-document-opened.js';
import { schemaDrift } from '#persistence/schema-drift.js';
import type { TestClaims } from '#testing/test-issuer.js';
import { eventually } from '#testing/eventually.js';
import { runOperatorCommand } from '../../../deploy/operator/run-operator-command.js';
import { entryOf, entryTrace, type Reported } from './journal-entries.fixture.js';
import { RunningScreening, staff } from './running-screening.fixture.js';
import { DataSource } from 'typeorm';

const nurse = staff('health_visitor');
const leader = staff('institution_leader');
const daycare = staff('daycare_staff', 'DC-A');
const operator = staff('ops_operator', 'OPS');
const strangerInOperations = staff('ops_operator', 'OPS', 'K2');
const administrator = staff('municipal_administrator', 'K1');
const portal: TestClaims = { principal_kind: 'service', client_id: 'parent-portal' };
const mother = 'c1d2e3f4-0a1b-4c2d-8e3f-aabbccdd0001';
const father = 'c1d2e3f4-0a1b-4c2d-8e3f-aabbccdd0002';
const low = [1, 0, 0, 0, 1, 0, 0, 0];
const high = [1, 2, 0, 0, 1, 1, 1, 1];

describe('the screening service', () => {
  let screening: RunningScreening;

  beforeAll(async () => {
    screening = await RunningScreening.start('screening');
    screening.consent.guardianIds = [mother, father];
  });
  afterAll(() => screening.stop());

  const municipality = 'K1';

  async function registered(): Promise<string> {
    const childId = randomUUID();
    const data = { childId, municipality, healthVisitingUnit: 'HV-1' };
    await screening.publish({ contract: childRegisteredV1, data, time: '2026-05-01T08:00:00Z' });
    return childId;
  }

  async function report(childId: string, reported: Reported): Promise<void> {
    const entry = entryOf(reported, childId);
    await screening.publish({
      contract: journalEntryReceivedV1,
      data: entry,
      time: entry.reportedAt,
      traceparent: entryTrace,
    });
  }

  const recordOf = (childId: string, where: (record: any) => void = () => undefined) =>
    eventually(async () => {
      const { status, json } = await screening.ask(nurse, `/children/${childId}/record`);
      expect(status).toBe(200);
      where(json);
      return json;
    });

  async function withResult(reported: Partial<Reported> = {}) {
    const childId = await registered();
    await report(childId, { recordId: 'NVX-1001', on: '2026-05-06', items: low, ...reported });
    const record = await recordOf(childId, ({ results, unit }) => expect([results.length, unit]).toEqual([1, 'HV-1']));
    return { childId, resultId: record.results[0].resultId as string };
  }

  it('has no table that a migration forgot', async () => {
    expect(await schemaDrift(screening.instances[0]!.app.get(DataSource))).toEqual([]);
  });

  describe('the record', () => {
    it('shows the result with its items, its level and why, in words (S1)', async () => {
      const { childId } = await withResult();
      const record = await recordOf(childId);
      expect(record).toMatchObject({
        childId,
        unit: 'HV-1',
        level: { level: 'below_cutoff', late: false, window: null },
      });
      expect(record.results[0]).toMatchObject({
        total: 2,
        ruleVersion: 1,
        standing: true,
        traceId: entryTrace.slice(3, 35),
      });
      expect(record.results[0].items[0]).toMatchObject({ linkId: '1facialExpression', value: 1 });
      expect(record.level.explanation.en.professional).toContain('2 is below 5');
      expect(record.level.explanation.da.parent).toContain('ikke en diagnose');
    });

    it('is refused to day care without consent, to operations as content, and each try is asked of consent', async () => {
      const { childId } = await withResult();
      for (const door of ['record', 'timeline', 'adbb-results']) {
        expect(await screening.ask(daycare, `/children/${childId}/${door}`)).toMatchObject({
          status: 403,
          json: { code: 'CONSENT_MISSING' },
        });
        expect(await screening.ask(operator, `/children/${childId}/${door}`)).toMatchObject({
          status: 403,
          json: { code: 'CONTENT_NOT_FOR_OPS' },
        });
      }
      const asked = screening.consent.questions.filter((question) => question.childId === childId);
      const byOthers = asked.filter(({ asker }) => asker.kind !== 'staff' || asker.role !== 'health_visitor');
      expect(byOthers).toHaveLength(6);
    });

    it('knows nothing of a child nobody has heard of', async () => {
      expect(await screening.ask(nurse, `/children/${randomUUID()}/record`)).toMatchObject({ status: 404 });
    });

    it('publishes result and level in the trace of the entry, caused by it', async () => {
      const { childId } = await withResult({ items: high });
      const rows = await screening.query('select * from outbox where key = $1 order by sequence', [childId]);
      expect(rows.map(({ type }) => type)).toEqual([
        'screening.result.recorded.v1',
        'screening.level.changed.v1',
        'screening.repeat.requested.v1',
      ]);
      for (const { traceparent, causation_id } of rows) {
        expect(traceparent.slice(3, 35)).toBe(entryTrace.slice(3, 35));
        expect(causation_id).toEqual(expect.any(String));
      }
    });

    it('takes an event that comes twice once', async () => {
      const childId = await registered();
      const entry = entryOf({ recordId: 'NVX-7', on: '2026-05-06', items: high }, childId);
      const event = { contract: journalEntryReceivedV1, data: entry, time: entry.reportedAt, eventId: randomUUID() };
      await screening.publish(event);
      await screening.publish(event);
      await report(childId, { recordId: 'NVX-8', on: '2026-05-07', items: low });
      await recordOf(childId, ({ results }) => expect(results).toHaveLength(2));
      expect((await recordOf(childId)).visits).toHaveLength(2);
    });
  });

  describe('documents', () => {
    const write = async (childId: string, more: object = {}) => {
      const body = { kind: 'health_visit_summary', text: 'Et godt besøg.', ...more };
      return screening.ask(nurse, `/children/${childId}/documents`, body);
    };

    it('are written, shared in the trace of the entry, and readable by the guardians from then on', async () => {
      const { childId, resultId } = await withResult();
      const written = await write(childId, { basedOnResultId: resultId });
      expect(written).toMatchObject({ status: 201, json: { version: 1 } });
      const { documentId } = written.json;
      const listOf = (guardianId: string) =>
        screening.ask(portal, `/children/${childId}/shared-documents?guardianId=${guardianId}`);
      expect((await listOf(mother)).json).toEqual({ documents: [] });
      expect(await screening.ask(portal, `/documents/${documentId}/versions/latest`)).toMatchObject({ status: 404 });

      const shared = await screening.ask(nurse, `/documents/${documentId}/share`, {});
      expect(shared).toMatchObject({
        status: 200,
        json: { version: 1, corrected: false, sharedWith: [mother, father] },
      });
      const [event] = await screening.query(
        `select data, traceparent from outbox where key = $1 and type = 'portal.document.shared.v1'`,
        [childId],
      );
      expect(event.traceparent.slice(3, 35)).toBe(entryTrace.slice(3, 35));
      expect(JSON.parse(event.data)).toMatchObject({ documentId, guardianIds: [mother, father], sharedBy: 'HV-1' });
      expect((await listOf(father)).json.documents).toMatchObject([{ documentId, version: 1, corrected: false }]);
      const read = await screening.ask(portal, `/documents/${documentId}/versions/latest`);
      expect(read.json).toMatchObject({ text: 'Et godt besøg.', version: 1, sharedWith: [mother, father] });
      expect(read.json.explanation.en).not.toMatch(/\d/);
    });

    it('shared twice with the same guardians are shared once, with a new guardian anew', async () => {
      const { childId, resultId } = await withResult();
      const { documentId } = (await write(childId, { basedOnResultId: resultId })).json;
      const share = () => screening.ask(nurse, `/documents/${documentId}/share`, {});
      const sharings = async () =>
        (await screening.eventsOf(childId)).filter((type) => type === 'portal.document.shared.v1').length;
      screening.consent.guardianIds = [mother];
      const first = await share();
      const second = await share();
      expect(second.json).toEqual(first.json);
      expect(await sharings()).toBe(1);
      screening.consent.guardianIds = [mother, father];
      await share();
      expect(await sharings()).toBe(2);
    });

    it('corrected and shared again are marked, with the earlier version readable (S7)', async () => {
      const { childId, resultId } = await withResult();
      const { documentId } = (await write(childId, { basedOnResultId: resultId })).json;
      await screening.ask(nurse, `/documents/${documentId}/share`, {});
      await report(childId, { recordId: 'NVX-1001', version: 2, on: '2026-05-06', items: high });
      const { results } = await recordOf(childId, (record) => expect(record.results).toHaveLength(2));

      const onOld = await screening.ask(nurse, `/documents/${documentId}/corrections`, {
        text: 'x',
        basedOnResultId: resultId,
      });
      expect(onOld).toMatchObject({ status: 409, json: { code: 'STATE_CONFLICT' } });
      const corrected = await screening.ask(nurse, `/documents/${documentId}/corrections`, {
        text: 'Rettet.',
        basedOnResultId: results[1].resultId,
      });
      expect(corrected).toMatchObject({ status: 201, json: { version: 2 } });
      const before = await screening.ask(portal, `/documents/${documentId}/versions/latest`);
      expect(before.json).toMatchObject({ version: 1, corrected: false });
      expect(before.json.explanation.en).toContain('no reason');

      await screening.ask(nurse, `/documents/${documentId}/share`, {});
      const after = await screening.ask(portal, `/documents/${documentId}/versions/latest`);
      expect(after.json).toMatchObject({ version: 2, corrected: true, earlierVersions: [1], text: 'Rettet.' });
      const earlier = await screening.ask(portal, `/documents/${documentId}/versions/1`);
      expect(earlier.json).toMatchObject({ version: 1, text: 'Et godt besøg.', corrected: false });
      const forStaff = await screening.ask(nurse, `/documents/${documentId}?version=1`);
      expect(forStaff.json).toMatchObject({ version: 1, text: 'Et godt besøg.' });
    });

    it('are not shared while nobody can say who holds custody', async () => {
      const { childId } = await withResult();
      const { documentId } = (await write(childId)).json;
      screening.consent.custodyStatus = 503;
      const refused = await screening.ask(nurse, `/documents/${documentId}/share`, {});
      screening.consent.custodyStatus = 200;
      expect(refused).toMatchObject({ status: 503, json: { code: 'DEPENDENCY_UNAVAILABLE' } });
      expect(await screening.eventsOf(childId)).not.toContain('portal.document.shared.v1');
    });

    it('of a family with name and address protection are shared only by who has checked the text for places', async () => {
      const { childId } = await withResult();
      const { documentId } = (await write(childId)).json;
      screening.consent.placesWithheld = true;
      const share = (body: object) => screening.ask(nurse, `/documents/${documentId}/share`, body);
      const refusal = { status: 409, json: { code: 'PLACES_UNCHECKED', place: 'body/placesChecked' } };
      expect([await share({}), await share({ placesChecked: false })]).toMatchObject([refusal, refusal]);
      expect(await screening.eventsOf(childId)).not.toContain('portal.document.shared.v1');
      expect(await share({ placesChecked: true })).toMatchObject({ status: 200 });
      screening.consent.placesWithheld = false;
    });

    it('are for the roles that the rules name, and only on a result of the same child', async () => {
      const { childId } = await withResult();
      const body = { kind: 'health_visit_summary', text: 'x' };
      expect(await screening.ask(leader, `/children/${childId}/documents`, body)).toMatchObject({
        status: 403,
        json: { code: 'ROLE_NOT_ALLOWED' },
      });
      expect(await write(childId, { basedOnResultId: randomUUID() })).toMatchObject({
        status: 422,
        json: { code: 'REFERENCE_UNRESOLVED', place: 'body/basedOnResultId' },
      });
      expect(await screening.query('select from document where child_id = $1', [childId])).toHaveLength(0);
      expect(await screening.ask(nurse, `/children/${childId}/shared-documents?guardianId=${mother}`)).toMatchObject({
        status: 403,
      });
    });

    it('leave no word in facts, views and events', async () => {
      const { childId } = await withResult();
      await write(childId, { text: 'Hemmeligt-ord-77' });
      for (const table of ['child_fact', 'child_record', 'outbox']) {
        const [{ found }] = await screening.query(
          `select count(*)::int as found from ${table} t where t::text like '%Hemmeligt%'`,
        );
        expect(found).toBe(0);
      }
    });
  });

  describe('letters and tasks', () => {
    it('letters, receipts, replies and openings stand on the timeline, oldest first, whatever comes first', async () => {
      const { childId, resultId } = await withResult();
      const { documentId } = (
        await screening.ask(nurse, `/children/${childId}/documents`, {
          kind: 'health_visit_summary',
          text: 'Godt.',
          basedOnResultId: resultId,
        })
      ).json;
      await screening.ask(nurse, `/documents/${documentId}/share`, {});
      const letterId = randomUUID();
      const about = { letterId, childId, municipality };
      const tell = (contract: any, data: object, time: string) =>
        screening.publish({ contract, data: { ...about, ...data }, time, traceparent: entryTrace });
      await tell(
        letterDeliveredV1,
        { channel: 'digital_post', deliveredAt: '2026-05-06T12:20:00Z', late: false },
        '2026-05-06T12:20:00Z',
      );
      await tell(letterRequestedV1, { guardianId: mother, kind: 'first_share' }, '2026-05-06T12:00:00Z');
      const submitted = {
        channel: 'digital_post',
        tries: 3,
        failedTries: [{ at: '2026-05-06T12:00:01Z', code: 'CHANNEL_UNAVAILABLE' }],
        messageUuid: randomUUID(),
      };
      await tell(letterSubmittedV1, submitted, '2026-05-06T12:05:00Z');
      await tell(letterReplyReceivedV1, { replyId: randomUUID(), guardianId: mother }, '2026-05-07T09:00:00Z');
      await screening.publish({
        contract: portalDocumentOpenedV1,
        data: { childId, municipality, documentId, documentVersion: 1, guardianId: mother } as any,
        time: '2026-05-06T18:00:00Z',
      });
      await screening.publish({
        contract: custodyChangedV1,
        data: { childId, municipality, guardianIds: [mother, father], asOf: '2026-05-02T00:00:00Z' } as any,
        time: '2026-05-02T00:00:00Z',
      });
      const record = await recordOf(childId, ({ letters, documents }) => {
        expect([letters[0]?.replies.length, documents[0].openings.length]).toEqual([1, 1]);
      });
      expect(record.letters).toMatchObject([{ letterId, state: 'delivered', tries: 3, guardianId: mother }]);

      const { entries } = await eventually(async () => {
        const answer = await screening.ask(nurse, `/children/${childId}/timeline`);
        expect(answer.json.entries.map(({ kind }: any) => kind)).toContain('custody.changed');
        return answer.json;
      });
      expect(entries.map(({ at }: any) => at)).toEqual(entries.map(({ at }: any) => at).toSorted());
      const kinds = entries.map(({ kind }: any) => kind);
      expect(kinds.filter((kind: string) => kind.startsWith('letter.'))).toEqual([
        'letter.requested',
        'letter.submitted',
        'letter.delivered',
        'letter.reply.received',
      ]);
      for (const entry of entries) expect([entry.da, entry.en].every((words) => words.length > 3)).toBe(true);
      const delivered = entries.find(({ kind }: any) => kind === 'letter.delivered');
      expect(delivered).toMatchObject({ traceId: entryTrace.slice(3, 35), about: { letterId } });
    });

    it('a letter that failed gives the unit the task to reach the parent another way, to be closed by a person (S6)', async () => {
      const { childId } = await withResult();
      const letterId = randomUUID();
      const data = { letterId, childId, municipality, code: 'RECIPIENT_UNKNOWN', tries: 1 } as any;
      await screening.publish({ contract: letterFailedV1, data, time: '2026-05-06T12:00:00Z' });
      const task = await eventually(async () => {
        const { json } = await screening.ask(nurse, '/tasks?kind=reach_parent_another_way');
        return json.tasks.find((each: any) => each.childId === childId) ?? Promise.reject(new Error('no task yet'));
      });
      expect(task).toMatchObject({ kind: 'reach_parent_another_way', letterId, state: 'open' });
      expect((await screening.ask(staff('health_visitor', 'HV-2'), '/tasks')).json.tasks).toEqual([]);
      expect(await screening.ask(operator, '/tasks')).toMatchObject({
        status: 403,
        json: { code: 'CONTENT_NOT_FOR_OPS' },
      });

      const closed = await screening.ask(nurse, `/tasks/${task.taskId}/close`, {});
      expect(closed).toMatchObject({ status: 200, json: { state: 'closed', closedBecause: 'done' } });
      expect(await screening.ask(nurse, `/tasks/${task.taskId}/close`, {})).toMatchObject({ status: 404 });
    });

    it('a repeat observation is not closed by a tick', async () => {
      const { childId } = await withResult({ items: high });
      const { tasks } = await recordOf(childId);
      expect(await screening.ask(nurse, `/tasks/${tasks[0].taskId}/close`, {})).toMatchObject({
        status: 409,
        json: { code: 'STATE_CONFLICT' },
      });
    });
  });

  describe('a write that is sent again after its answer was lost', () => {
    const kind = 'health_visit_summary';
    const documentsOf = (childId: string) =>
      screening.query('select version, text from document_text where child_id = $1 order by version', [childId]);

    it('writes one document and answers alike byte for byte, one after the other and in the same instant', async () => {
      const childId = await registered();
      const key = randomUUID();
      const write = () => screening.ask(nurse, `/children/${childId}/documents`, { kind, text: 'Godt.' }, key);
      const answers = [...(await Promise.all([write(), write(), write()])), await write()];
      expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
      expect(new Set(answers.map(({ bytes }) => bytes)).size).toBe(1);
      expect(await documentsOf(childId)).toEqual([{ version: 1, text: 'Godt.' }]);
      expect(await screening.query('select from document where child_id = $1', [childId])).toHaveLength(1);
    });

    it('corrects once', async () => {
      const childId = await registered();
      const { json } = await screening.ask(nurse, `/children/${childId}/documents`, { kind, text: 'Godt.' });
      const key = randomUUID();
      const correct = () => screening.ask(nurse, `/documents/${json.documentId}/corrections`, { text: 'Bedre.' }, key);
      const [first, second] = await Promise.all([correct(), correct()]);
      expect([first.json.version, second.bytes]).toEqual([2, first.bytes]);
      expect(await documentsOf(childId)).toHaveLength(2);
    });

    it('is refused with the key of another write, without a key and with one that is none', async () => {
      const childId = await registered();
      const path = `/children/${childId}/documents`;
      const key = randomUUID();
      await screening.ask(nurse, path, { kind, text: 'Godt.' }, key);
      const reused = { status: 409, json: { code: 'IDEMPOTENCY_KEY_REUSED', place: 'header/Idempotency-Key' } };
      expect(await screening.ask(nurse, path, { kind, text: 'Andet.' }, key)).toMatchObject(reused);
      expect(await screening.ask(nurse, path, { kind, text: 'Godt.' }, null)).toMatchObject({
        status: 400,
        json: { code: 'IDEMPOTENCY_KEY_MISSING' },
      });
      expect(await screening.ask(nurse, path, { kind, text: 'Godt.' }, 'again')).toMatchObject({
        status: 422,
        json: { code: 'SHAPE_INVALID', place: 'header/Idempotency-Key' },
      });
      expect(await documentsOf(childId)).toEqual([{ version: 1, text: 'Godt.' }]);
      const other = await screening.ask(
        staff('health_visitor', 'HV-1', 'K1', 'colleague'),
        path,
        { kind, text: 'Andet.' },
        key,
      );
      expect(other).toMatchObject({ status: 201 });
    });

    it('gives its answer to nobody who may no longer write, and may be tried again after a refusal', async () => {
      const childId = await registered();
      const path = `/children/${childId}/documents`;
      const key = randomUUID();
      const refused = { kind, text: 'Godt.', basedOnResultId: randomUUID() };
      expect(await screening.ask(nurse, path, refused, key)).toMatchObject({ json: { code: 'REFERENCE_UNRESOLVED' } });
      expect(await screening.ask(nurse, path, { kind, text: 'Godt.' }, key)).toMatchObject({ status: 201 });
      const moved = staff('daycare_staff', 'DC-A', 'K1', 'health_visitor-1');
      expect(await screening.ask(moved, path, { kind, text: 'Godt.' }, key)).toMatchObject({ status: 403 });
    });
  });

  it('tells operations of a dead letter in the time of the domain', async () => {
    const data = entryOf({ recordId: 'NVX-9', on: '2026-05-06', items: low }, randomUUID());
    const time = data.reportedAt;
    await screening.publish({ contract: journalEntryReceivedV1, data, time, broken: '{}' });
    const [told] = await eventually(async () => {
      const rows = await screening.query(`select time from outbox where type = 'message.dead_lettered.v1'`);
      expect(rows).toHaveLength(1);
      return rows;
    });
    expect(told.time).toMatch(/^2026-0[56]-/);
  });

  describe('rules and rebuilds', () => {
    it('a new version of the rules holds from then on and judges nothing anew (R2)', async () => {
      const { childId } = await withResult({ items: high });
      const { ruleSets } = (await screening.ask(administrator, '/rule-sets')).json;
      const { name: _, version: __, setAt: ___, setBy: ____, ...content } = ruleSets[0];
      expect(content).toMatchObject({ cutOff: 5, repeatFromDay: 7, repeatToDay: 14, overdueDay: 15 });

      const set = await screening.ask(administrator, '/rule-sets', { ...content, cutOff: 8 });
      expect(set).toMatchObject({ status: 201, json: { name: 'K1', version: 2, cutOff: 8 } });
      const [told] = await screening.query<{ data: string }>(
        "select data from outbox where type = 'screening.rules.set.v1'",
      );
      expect(JSON.parse(told!.data)).toEqual({ municipality: 'K1', version: 2, minAgeDays: 56, maxAgeMonths: 24 });
      await report(childId, { recordId: 'NVX-2', on: '2026-05-15', items: high });
      const record = await recordOf(childId, ({ results }) => expect(results).toHaveLength(2));
      expect(record.results).toMatchObject([
        { ruleVersion: 1, cutOff: 5, atOrAboveCutOff: true },
        { ruleVersion: 2, cutOff: 8, atOrAboveCutOff: false },
      ]);
      await screening.ask(administrator, '/rule-sets', content);
    });

    it('rules that contradict themselves are refused with the place, and setting them is the administrator’s', async () => {
      const { ruleSets } = (await screening.ask(administrator, '/rule-sets')).json;
      const { name: _, version: __, setAt: ___, setBy: ____, ...content } = ruleSets[0];
      const wrong = await screening.ask(administrator, '/rule-sets', { ...content, overdueDay: 14 });
      expect(wrong).toMatchObject({ status: 422, json: { code: 'SHAPE_INVALID', place: 'body/overdueDay' } });
      expect(await screening.ask(nurse, '/rule-sets', content)).toMatchObject({ status: 403 });
    });

    it('a view thrown away and rebuilt is the same field by field and has no outside effect (S7)', async () => {
      const { childId, resultId } = await withResult({ items: high });
      const { documentId } = (
        await screening.ask(nurse, `/children/${childId}/documents`, {
          kind: 'health_visit_summary',
          text: 'Godt.',
          basedOnResultId: resultId,
        })
      ).json;
      await screening.ask(nurse, `/documents/${documentId}/share`, {});
      const before = await screening.ask(nurse, `/children/${childId}/record`);
      const [outbox] = await screening.query('select count(*) from outbox');
      const tasks = await screening.query('select task_id from open_task order by 1');

      const rebuilt = await screening.ask(operator, '/rebuilds', { childId });
      expect(rebuilt).toMatchObject({
        status: 200,
        json: { children: 1, identical: true, differences: [], missing: 0 },
      });
      await screening.query('delete from child_record where child_id = $1', [childId]);
      await screening.query('delete from open_task where child_id = $1', [childId]);
      await screening.query('delete from due_repeat where child_id = $1', [childId]);
      const again = await screening.ask(operator, '/rebuilds', { childId });
      expect(again.json).toMatchObject({ children: 1, missing: 1, facts: rebuilt.json.facts });

      expect((await screening.ask(nurse, `/children/${childId}/record`)).json).toEqual(before.json);
      expect(await screening.query('select count(*) from outbox')).toEqual([outbox]);
      expect(await screening.query('select task_id from open_task order by 1')).toEqual(tasks);
    });

    it('a view that was tampered with is found and mended, of all children at once, from a terminal', async () => {
      const { childId } = await withResult();
      await screening.query(
        `update child_record set record = jsonb_set(record, '{unit}', '"HV-9"') where child_id = $1`,
        [childId],
      );
      const found = await hub(['rebuild', '--json']);
      const done = JSON.parse(found.text);
      expect([found.code, done]).toEqual([
        0,
        expect.objectContaining({ identical: false, differences: [{ childId, place: '/unit' }], children: done.total }),
      ]);
      const again = await hub(['rebuild']);
      expect([again.code, again.text]).toEqual([0, expect.stringContaining('the same, field by field')]);
      expect((await hub(['rebuild', '--child', childId])).text).toMatch(/^Rebuilt 1 children from \d+ facts/);
      expect(await screening.ask(nurse, '/rebuilds', {})).toMatchObject({ status: 403 });
    });

    it('a view whose facts are missing is named to the operator, and the command ends with 1', async () => {
      const { childId } = await withResult();
      await screening.query('delete from child_fact where child_id = $1', [childId]);
      const { code, text } = await hub(['rebuild', '--child', childId]);
      expect([code, text]).toEqual([1, expect.stringContaining(`facts of them are missing: 1.\nCHILD\n${childId}\n`)]);
    });

    it('a rebuild goes on after Ctrl-C, and is looked at by its id, also one that has not come to its end', async () => {
      const { childId } = await withResult();
      const left = await hub(['rebuild', '--child', childId, '--json'], AbortSignal.abort());
      const { rebuildId } = JSON.parse(left.text);
      expect([left.code, JSON.parse(left.text).finishedAt]).toEqual([3, null]);
      const look = ['rebuild', '--look', rebuildId];
      await eventually(async () => expect((await hub(look)).code).toBe(0));
      await screening.query('update rebuild set finished_at = null where rebuild_id = $1', [rebuildId]);
      const { code, text } = await hub(look);
      expect([code, text]).toEqual([3, expect.stringMatching(/is at 1 of 1 children/)]);
    });

    async function hub(args: string[], signal = new AbortController().signal): Promise<{ code: number; text: string }> {
      const said: string[] = [];
      const say = (line: string) => void said.push(line);
      const urls = { screening: screening.instances[0]!.url };
      const reached = { urls, token: () => screening.issuer.token(operator), logs: null };
      const terminal = { hub: reached, say, progress: null, signal };
      const code = await runOperatorCommand(args, async () => terminal, say);
      return { code, text: said.join('\n') };
    }

    it('operators of another municipality neither rebuild its children nor see what was rebuilt', async () => {
      const { childId } = await withResult();
      const { rebuildId } = (await screening.ask(operator, '/rebuilds', { childId })).json;
      expect(await screening.ask(operator, `/rebuilds/${rebuildId}`)).toMatchObject({ status: 200 });
      expect(await screening.ask(strangerInOperations, `/rebuilds/${rebuildId}`)).toMatchObject({ status: 404 });
      expect(await screening.ask(strangerInOperations, '/rebuilds', { childId })).toMatchObject({ status: 404 });
      expect((await screening.ask(strangerInOperations, '/rebuilds', {})).json).toMatchObject({
        total: 0,
        children: 0,
      });
    });
  });
});

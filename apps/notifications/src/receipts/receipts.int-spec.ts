import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { eventually } from '#testing/eventually.js';
import type { Family } from '../fixtures/family.fixture.js';
import { RunningNotifications } from '../fixtures/running-notifications.fixture.js';

jest.setTimeout(60_000);

describe('receipts of letters', () => {
  let hub: RunningNotifications;

  beforeAll(async () => {
    hub = await RunningNotifications.start('receipts', '2026-06-01T08:05:00Z');
  });

  afterAll(() => hub.close());

  const submitted = async (
    receipt: object = { mode: 'none' },
    rules: object = {},
  ): Promise<{ family: Family; cpr: string; messageUuid: string }> => {
    const family = hub.family(1);
    const { cpr } = family.guardians[0]!;
    await hub.control('PUT', '/recipients', { cpr, receipt, ...rules });
    await hub.share(family);
    await eventually(async () => expect((await hub.types(family.childId)).includes('letter.submitted')).toBe(true));
    const [letter] = await hub.states(family.childId);
    return { family, cpr, messageUuid: letter!.message_uuid };
  };
  const push = (messageUuid: string, status: string, more: object = {}): Promise<{ status: number; body: string }> =>
    hub.control('POST', '/receipts', { messageUuid, status, ...more });
  const taken = { status: 200, body: expect.stringContaining('<StatusKode>20</StatusKode>') };
  const start = ['letter.requested', 'letter.submitted'];

  it('tell when the letter lay in the mailbox, not when we heard of it', async () => {
    const { family, messageUuid } = await submitted();
    const at = hub.now().add({ minutes: 3 }).round('second').toString();
    hub.pass('PT4H');
    expect(await push(messageUuid, 'Afleveret Digital Post', { at })).toMatchObject(taken);
    const told = await hub.toldExactly(family.childId, [...start, 'letter.delivered']);
    expect(told[2]!.data).toMatchObject({ deliveredAt: at, late: false, channel: 'digital_post' });
  });

  it('that come twice count once', async () => {
    const { family } = await submitted({ after: 'PT0.1S', copies: 3 });
    await hub.toldExactly(family.childId, [...start, 'letter.delivered']);
    await eventually(async () => expect(await pushesLeft(family)).toBe(0));
    expect(await hub.types(family.childId)).toEqual([...start, 'letter.delivered']);
  });

  const pushesLeft = async (family: Family): Promise<number> => {
    const { letters } = await hub.received(family.guardians[0]!.cpr);
    return letters.flatMap(({ receipts }) => receipts).reduce((sum, { pushes }) => sum + pushes, 0);
  };

  it('that come more than a day after submission make the letter late', async () => {
    const { family, messageUuid } = await submitted();
    hub.pass('PT25H');
    await push(messageUuid, 'Afleveret Digital Post');
    const told = await hub.toldExactly(family.childId, [...start, 'letter.delivered']);
    expect(told[2]!.data).toMatchObject({ late: true });
  });

  it('that refuse after the delivery are kept and change nothing', async () => {
    const { family, messageUuid } = await submitted({ after: 'PT0.1S', negativeAfter: 'PT0.1S' });
    await eventually(async () => expect(await history(messageUuid)).toContain('receipt_contradicts'));
    expect((await hub.states(family.childId))[0]!.state).toBe('delivered');
    expect(await hub.types(family.childId)).toEqual([...start, 'letter.delivered']);
  });

  const history = async (messageUuid: string): Promise<string[]> => {
    const rows = await hub.database.dataSource.query<{ step: string }[]>(
      'select step from letter_history join letter using (letter_id) where message_uuid = $1 order by entry_id',
      [messageUuid],
    );
    return rows.map(({ step }) => step);
  };

  it('that refuse end the letter, with the code of the channel', async () => {
    const { family } = await submitted({ after: 'PT0.1S', outcome: 'failed', errorCode: 'MAILBOX_CLOSED' });
    const told = await hub.toldExactly(family.childId, [...start, 'letter.failed']);
    expect(told[2]!.data).toMatchObject({ code: 'MAILBOX_CLOSED', tries: 1 });
  });

  it('of a delivery after a refusal count: the letter lies in the mailbox', async () => {
    const { family, messageUuid } = await submitted();
    await push(messageUuid, 'Fejlet', { errorCode: 'TEMPORARY_ERROR' });
    await push(messageUuid, 'Afleveret Digital Post');
    await hub.toldExactly(family.childId, [...start, 'letter.failed', 'letter.delivered']);
  });

  it('of messages that are not ours are taken and kept apart', async () => {
    expect(await push(randomUUID(), 'Afleveret Digital Post')).toMatchObject(taken);
  });

  it('of paper follow the letter to the carrier, and back when it returns', async () => {
    const { family, messageUuid } = await submitted({ after: 'PT0.1S' }, { exempt: true });
    await hub.toldExactly(family.childId, [...start, 'letter.delivered']);
    await push(messageUuid, 'Opdatering fra Post Danmark');
    expect((await hub.states(family.childId))[0]!.state).toBe('delivered');
    await hub.control('POST', '/receipts', {
      cpr: family.guardians[0]!.cpr,
      status: 'Opdatering fra Post Danmark',
      errorCode: 'RETURN_MAIL',
      at: hub.now().add({ seconds: 1 }).toString(),
    });
    const told = await hub.toldExactly(family.childId, [...start, 'letter.delivered', 'letter.failed']);
    expect(told[3]!.data).toMatchObject({ code: 'RETURNED' });
  });

  it('of a recall cancel the letter', async () => {
    const { family, messageUuid } = await submitted();
    await push(messageUuid, 'Tilbagekaldt');
    const told = await hub.toldExactly(family.childId, [...start, 'letter.cancelled']);
    expect(told[2]!.data).toMatchObject({ code: 'RECALLED' });
  });

  it('are pulled when none was pushed', async () => {
    const { family } = await submitted({ mode: 'silent', after: 'PT10M' });
    hub.pass('PT1H');
    await hub.toldExactly(family.childId, [...start, 'letter.delivered']);
  });

  describe('at the door', () => {
    const channel = { principal_kind: 'channel', client_id: 'digital-post', scope: 'letters.receipt' } as const;
    const send = (body: string, as: Parameters<RunningNotifications['ask']>[1] = channel, type = 'application/xml') =>
      hub.ask('/post-status', as, { method: 'POST', body, headers: { 'content-type': type } });
    const event = (status: string) =>
      `<Haendelsesbesked><Beskeddata><Base64>${Buffer.from(status).toString('base64')}</Base64></Beskeddata></Haendelsesbesked>`;
    const status = (code = 'Klar', uuid = randomUUID() as string, at = '2026-06-01T08:05:00Z') =>
      `<s:PKO_PostStatus xmlns:s="http://serviceplatformen.dk/xml/print/PKO_PostStatus/1/types"><s:MessageUUID>${uuid}</s:MessageUUID>` +
      `<s:TransaktionsDatoTid>${at}</s:TransaktionsDatoTid><s:TransaktionsStatusKode>${code}</s:TransaktionsStatusKode></s:PKO_PostStatus>`;

    it.each([
      ['what is not XML', 'hello', 400, 'MALFORMED'],
      ['a truncated message', event(status()).slice(0, -10), 400, 'MALFORMED'],
      ['a document type', `<!DOCTYPE x [<!ENTITY a "b">]>${event(status())}`, 400, 'DOCTYPE_FORBIDDEN'],
      ['a document type inside', event(`<!DOCTYPE x [<!ENTITY a "b">]>${status()}`), 400, 'DOCTYPE_FORBIDDEN'],
      [
        'data that is not Base64',
        '<Haendelsesbesked><Beskeddata><Base64>***</Base64></Beskeddata></Haendelsesbesked>',
        400,
        'MALFORMED',
      ],
      ['a message without data', '<Haendelsesbesked/>', 422, 'SHAPE_INVALID'],
      ['an unknown status', event(status('Forsvundet')), 422, 'CODE_INVALID'],
      [
        'a message id of another version',
        event(status('Klar', '018f3a52-6f0e-7d57-9a35-1f2b7f6f3c01')),
        422,
        'SHAPE_INVALID',
      ],
      ['a time that does not exist', event(status('Klar', undefined, '2026-02-31T08:05:00Z')), 422, 'SHAPE_INVALID'],
    ])('refuse %s', async (_what, body, code, problem) => {
      expect(await send(body)).toMatchObject({ status: code, body: { code: problem } });
    });

    it('refuse others than the channel, other media types and too much', async () => {
      expect((await send(event(status()), { ...channel, scope: 'letters.reply' })).status).toBe(403);
      expect((await send(event(status()), { principal_kind: 'service', client_id: 'consent' })).status).toBe(403);
      expect((await send('{}', channel, 'application/json')).status).toBe(415);
      expect((await send('x'.repeat(200_001))).status).toBe(413);
    });

    it('take the id of the act instead of its name, and Danish time without an offset', async () => {
      const { family, messageUuid } = await submitted();
      expect(
        await send(
          event(status('f7161a89-5068-4023-bc80-d7f4daad2a2e', messageUuid.toUpperCase(), '2026-06-01T12:00:00')),
        ),
      ).toMatchObject(answered);
      const told = await hub.toldExactly(family.childId, [...start, 'letter.delivered']);
      expect(told[2]!.data.deliveredAt).toBe('2026-06-01T10:00:00Z');
    });
    const answered = { status: 200, text: expect.stringContaining('<StatusKode>20</StatusKode>') };
  });
});

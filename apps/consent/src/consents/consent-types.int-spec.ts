import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { nurse, RunningConsent, staff } from '../running-consent.fixture.js';
import { standardConsentTypes } from './standard-consent-types.js';

let hub: RunningConsent;
const admin = staff('municipal_administrator', 'ADM-1');

beforeAll(async () => {
  hub = await RunningConsent.start('consent types');
});
afterAll(() => hub?.stop());

describe('the kinds of consent', () => {
  it("are the municipality's own: a new version counts for what is asked from then on, and nowhere else", async () => {
    const { childId, motherId } = await hub.family();
    const before = await hub.asked(childId);
    const { name, version, ...content } = standardConsentTypes[0]!;
    const own = {
      ...content,
      completeness: 'any',
      texts: content.texts.map((text) => ({ ...text, title: 'Ny tekst' })),
    };
    const set = (claims: Parameters<typeof hub.call>[0], body: object) =>
      hub.call(claims, 'PUT', `/consent-types/${name}`, body);
    expect((await set(nurse, own)).body.code).toBe('ROLE_NOT_ALLOWED');
    expect((await set(admin, { ...own, texts: [] })).body.code).toBe('SHAPE_INVALID');
    expect((await set(admin, own)).body).toMatchObject({ name, version: version + 1, completeness: 'any' });
    const mine = (await hub.call(nurse, 'GET', '/consent-types')).body.consentTypes;
    expect(mine).toHaveLength(standardConsentTypes.length);
    expect(mine.find((type: any) => type.name === name).version).toBe(version + 1);
    const others = (await hub.call(staff('health_visitor', 'HV-1', 'K2'), 'GET', '/consent-types')).body.consentTypes;
    expect(others.find((type: any) => type.name === name).version).toBe(version);

    const after = await hub.asked(childId, { receiver: 'DC-B' });
    expect((await hub.answer(after, motherId, 'granted')).body.code).toBe('STATE_CONFLICT');
    const granted = await hub.answer(after, motherId, 'granted', { textVersion: version + 1 });
    expect(granted.body).toMatchObject({ state: 'active', textVersion: 2, texts: [{ title: 'Ny tekst' }, {}] });
    expect((await hub.answer(before, motherId, 'granted')).body).toMatchObject({ state: 'pending', textVersion: 1 });
  });
});

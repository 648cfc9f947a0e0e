import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loginAs } from '#local/login.js';
import { PortalVisitor } from '#local/portal-visitor.js';
import { eventually } from '#testing/eventually.js';
import { call, postTo } from '../scenarios/world.js';
import { openJourneyHub, type JourneyHub } from './journey-hub.js';

/** The child and the mother have name and address protection, the father has none. All three hold or are in custody together. */
const family = { child: '8001264165', mother: '6608921154', father: '6708881155' };
/** Units by code and by name, the other municipality, and what the register knows of the addresses and the mother's name. */
const places =
  /\b(HV-1|HV-2|DC-A|DC-B|K2|9999)\b|Sundhedsplejen (Nord|Syd)|Vuggestuen|Børnehaven|Mosekrogen|Pilestien|Prøveby|Rikke/g;

let journey: JourneyHub;
let childId: string;
let documentId: string;
let consentId: string;
const tokens = new Map<string, Promise<string>>();

beforeAll(async () => {
  journey = await openJourneyHub();
  const { consent, screening } = journey.hub.urls;
  const parent = journey.hub.urls['parent-portal'];
  const nurse = await token('hv1-nurse');
  const made = async (url: string, body: object, as = nurse): Promise<Record<string, any>> => {
    const answer = await postTo(url, as, body);
    if (answer.status > 201) throw new Error(`${url}: ${answer.status} ${answer.bytes}`);
    return answer.json;
  };
  childId = (await made(`${consent}/children`, { cpr: family.child, healthVisitingUnit: 'HV-1' }))['childId'];
  const text = 'Barnet trives.';
  documentId = (await made(`${screening}/children/${childId}/documents`, { kind: 'health_visit_summary', text }))[
    'documentId'
  ];
  const share = `${screening}/documents/${documentId}/share`;
  expect((await postTo(share, nurse, {})).json).toMatchObject({ code: 'PLACES_UNCHECKED' });
  await made(share, { placesChecked: true });
  const validUntil = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
  const asked = { type: 'pass_on_to_daycare', documentKinds: ['health_visit_summary'], receiver: 'DC-A', validUntil };
  consentId = (await made(`${consent}/children/${childId}/consents`, asked))['consentId'];
  for (const cpr of [family.mother, family.father]) {
    const answer = { decision: 'granted', textVersion: 1, language: 'da' };
    await made(`${parent}/consents/${consentId}/answers`, answer, await token(cpr));
  }
  for (const [who, status] of [
    ['p1', 200],
    ['p3', 403],
    ['hv2-nurse', 403],
    ['k2-nurse', 404],
  ] as const) {
    const read = await call(`${screening}/children/${childId}/consented-documents`, await token(who));
    expect([who, read.status]).toEqual([who, status]);
  }
  await eventually(async () => {
    const { json } = await call(`${parent}/letters`, await token(family.father));
    expect(json['letters']).toHaveLength(2);
  });
}, 120_000);
afterAll(() => journey?.close(), 60_000);

function token(username: string): Promise<string> {
  const issuer = `${journey.hub.urls['stand-ins']}/oidc`;
  const known = tokens.get(username) ?? loginAs({ issuer, username }).then(({ accessToken }) => accessToken);
  tokens.set(username, known);
  return known;
}

/** Every answer of the portal to that person, by its path; headers included. */
async function everything(cpr: string): Promise<Map<string, string>> {
  const portal = journey.hub.urls['parent-portal'];
  const told = new Map<string, string>();
  const ofChild = `children/${childId}`;
  const doors = ['children', `${ofChild}/documents`, `documents/${documentId}`, `${ofChild}/access-log`, 'letters'];
  doors.push('consents', `consents/${consentId}`, `consents/${consentId}/withdrawal-preview`, `${ofChild}/messages`);
  for (const path of doors) {
    const { status, bytes } = await call(`${portal}/${path}`, await token(cpr));
    expect([path, status]).toEqual([path, 200]);
    told.set(path, bytes);
  }
  const visitor = await PortalVisitor.logIn(portal, cpr);
  const pages = ['', `/${ofChild}`, `/documents/${documentId}`, `/documents/${documentId}/versions/1/pdf`];
  pages.push(
    '/consents',
    `/consents/${consentId}`,
    `/consents/${consentId}/withdraw`,
    `/consents/${consentId}/receipt`,
  );
  pages.push(`/${ofChild}/access-log`, '/letters', `/${ofChild}/messages`);
  for (const page of pages) {
    const answer = await visitor.get(`/portal${page}`);
    expect([page, answer.status]).toEqual([page, 200]);
    told.set(`/portal${page}`, `${JSON.stringify([...answer.headers])}\n${await answer.text()}`);
  }
  return told;
}

const placesIn = (told: ReadonlyMap<string, string>): [string, string[]][] =>
  [...told].flatMap(([path, text]): [string, string[]][] => {
    const found = [...new Set(text.match(places))];
    return found.length > 0 ? [[path, found]] : [];
  });

describe('a family with name and address protection', () => {
  it('gives no place away to the other parent through any door, page, file or log', async () => {
    const told = await everything(family.father);
    expect(placesIn(told)).toEqual([]);
    expect(told.get('/portal/documents/' + documentId + '/versions/1/pdf')).toContain('attachment; filename=');
  });

  it('tells the protected parent where the consent goes and who has looked', async () => {
    const found = new Map(placesIn(await everything(family.mother)));
    expect(found.get(`consents/${consentId}`)).toEqual(expect.arrayContaining(['HV-1', 'DC-A']));
    expect(found.get(`/portal/consents/${consentId}`)).toEqual(expect.arrayContaining(['Vuggestuen']));
    expect(found.get(`children/${childId}/access-log`)).toEqual(expect.arrayContaining(['DC-B', 'HV-2', 'K2']));
  });

  it('names no place in the letters to either', async () => {
    const control = `${journey.hub.urls['stand-ins']}/control/digital-post/letters`;
    for (const cpr of [family.mother, family.father]) {
      const { json } = await call(`${control}?cpr=${cpr}`, '');
      const letters = json['letters'] as object[];
      expect(letters.length).toBeGreaterThan(0);
      expect(JSON.stringify(letters).match(places)).toBeNull();
    }
  });
});

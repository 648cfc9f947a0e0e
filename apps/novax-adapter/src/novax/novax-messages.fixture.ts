import { adbbItems } from '../kl/questionnaires/adbb.js';

/** One NOVAX result for tests, written as the two forms a journal may send. Invented people, replacement numbers only. */
interface SentResult {
  recordId: string;
  version: number | string;
  childCpr: string;
  observedAt: string;
  observerCertified: boolean | string;
  /** By position; null leaves the item out. */
  items: readonly (number | string | null)[];
  total?: number | string | undefined;
}

const lowScore: SentResult = {
  recordId: 'NVX-1001',
  version: 1,
  childCpr: '640326-4012',
  observedAt: '2026-05-06T10:15:00+02:00',
  observerCertified: true,
  items: [1, 0, 0, 0, 1, 0, 0, 0],
  total: 2,
};

export function novaxXml(changes: Partial<SentResult> = {}): string {
  const sent = { ...lowScore, ...changes };
  const items = sent.items.flatMap((score, at) =>
    score === null ? [] : [`  <item linkId="${adbbItems[at] ?? 'other'}">${score}</item>`],
  );
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<novaxResult xmlns="https://trivselshub.dk/novax/result/1">',
    `  <recordId>${sent.recordId}</recordId>`,
    `  <version>${sent.version}</version>`,
    `  <childCpr>${sent.childCpr}</childCpr>`,
    `  <observedAt>${sent.observedAt}</observedAt>`,
    `  <observerCertified>${sent.observerCertified}</observerCertified>`,
    ...items,
    ...(sent.total === undefined ? [] : [`  <total>${sent.total}</total>`]),
    '</novaxResult>',
    '',
  ].join('\n');
}

/** Numbers given as text stand in the JSON as they are, so that 1.50 and 1e0 can be sent. */
export function novaxJson(changes: Partial<SentResult> = {}): string {
  const sent = { ...lowScore, ...changes };
  const items = sent.items.flatMap((score, at) => (score === null ? [] : [`"${adbbItems[at] ?? 'other'}": ${score}`]));
  const members = [
    `"recordId": ${JSON.stringify(sent.recordId)}`,
    `"version": ${sent.version}`,
    `"childCpr": ${JSON.stringify(sent.childCpr)}`,
    `"observedAt": ${JSON.stringify(sent.observedAt)}`,
    `"observerCertified": ${sent.observerCertified}`,
    `"items": { ${items.join(', ')} }`,
    ...(sent.total === undefined ? [] : [`"total": ${sent.total}`]),
  ];
  return `{ ${members.join(',\n  ')} }`;
}

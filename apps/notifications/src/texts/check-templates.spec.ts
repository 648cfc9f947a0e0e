import { describe, expect, it, jest } from '@jest/globals';
import { notificationsConfig } from '../notifications.config.js';
import type { RenderedLetter } from './render-letter.js';

const letterPdf = jest.fn<(letter: RenderedLetter, sender: string) => Promise<Buffer>>();
jest.unstable_mockModule('./letter-pdf.js', () => ({ letterPdf }));
const { CheckTemplates } = await import('./check-templates.js');

const config = (senders: object) =>
  notificationsConfig.read({
    PORT: '4105',
    DATABASE_URL: 'postgresql://127.0.0.1/notifications',
    KAFKA_BROKERS: '127.0.0.1:9092',
    OIDC_ISSUER: 'http://127.0.0.1:4100/oidc',
    CLIENT_KEY_FILE: 'key.json',
    REPLY_SEAL_KEY: Buffer.alloc(32).toString('base64'),
    SENDERS: JSON.stringify(senders),
  });

describe('the start', () => {
  it('sets a letter of every kind in every language before any guardian waits for one', async () => {
    letterPdf.mockResolvedValue(Buffer.alloc(1));
    await new CheckTemplates(config({ K1: { cvr: '99999901', name: 'Kommune Et' } })).onModuleInit();
    expect(letterPdf.mock.calls.map(([{ language }, sender]) => [language, sender])).toEqual([
      ['da', 'Kommune Et'],
      ['en', 'Kommune Et'],
      ['da', 'Kommune Et'],
      ['en', 'Kommune Et'],
    ]);
  });

  it('is stopped by a letter that cannot be set', async () => {
    letterPdf.mockRejectedValue(new Error('Unknown font format'));
    const check = new CheckTemplates(config({ K1: { cvr: '99999901', name: 'Kommune Et' } }));
    await expect(check.onModuleInit()).rejects.toThrow('Unknown font format');
  });

  it('is stopped by a name of a municipality that makes a letter not neutral', async () => {
    letterPdf.mockResolvedValue(Buffer.alloc(1));
    const check = new CheckTemplates(
      config({ K1: { cvr: '99999901', name: 'Kommune Et' }, K2: { cvr: '99999902', name: 'Depressionsklinikken' } }),
    );
    await expect(check.onModuleInit()).rejects.toMatchObject({ code: 'LETTER_NOT_NEUTRAL' });
  });
});

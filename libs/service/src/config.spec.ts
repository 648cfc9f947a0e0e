import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { ConfigError, defineConfig } from './config.js';
import { printedConfig } from './printed-config.js';

const definition = defineConfig({ COOKIE_KEY: z.string(), SCREENING_URL: z.url().default('http://127.0.0.1:4102') });
const env = {
  PORT: '4101',
  DATABASE_URL: 'postgres://screening:geheim@127.0.0.1:5432/screening',
  KAFKA_BROKERS: 'a:9092, b:9092',
  OIDC_ISSUER: 'http://127.0.0.1:4100/oidc',
  CLIENT_KEY_FILE: '/keys/screening.json',
  COOKIE_KEY: 'never shown',
};

const fault = (changed: Record<string, string | undefined>): string => {
  try {
    definition.read({ ...env, ...changed });
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return 'none';
};

describe('the configuration', () => {
  it('is read once, typed, with defaults, and cannot be changed', () => {
    const config = definition.read(env);
    expect(config).toMatchObject({
      PORT: 4101,
      KAFKA_BROKERS: ['a:9092', 'b:9092'],
      HUB_ENV: 'production',
      TOPIC_PREFIX: 'hub.',
    });
    expect(config.SCREENING_URL).toBe('http://127.0.0.1:4102');
    expect(() => Object.assign(config, { PORT: 1 })).toThrow(TypeError);
  });

  it('names every missing and wrong key in one line, without values', () => {
    const message = fault({ OIDC_ISSUER: undefined, PORT: '99999', DATABASE_URL: 'mysql://root:geheim@x/y' });
    expect(message).toContain('OIDC_ISSUER is missing');
    expect(message).toContain('PORT is wrong');
    expect(message).toContain('DATABASE_URL is wrong');
    expect(message).not.toMatch(/geheim|99999|\n/);
  });

  it('stops at an unknown key of the hub, and lets other keys of the machine be', () => {
    expect(fault({ HUB_CLOK: '2026-01-01T00:00:00Z' })).toContain('HUB_CLOK is not a known key (HUB_CLOCK?)');
    expect(fault({ HUB_UNHEARD_OF: 'x' })).toContain('HUB_UNHEARD_OF is not a known key');
    expect(fault({ DATABSE_POOL: '5' })).toContain('DATABSE_POOL is not a known key (DATABASE_POOL?)');
    expect(fault({ LANG: 'da_DK', HUB_KILL_AT: 'x' })).toBe('none');
  });

  it('refuses to set the clock in production, and where nobody says what it is', () => {
    const HUB_CLOCK = '2026-01-01T00:00:00Z';
    expect(fault({ HUB_ENV: 'production', HUB_CLOCK })).toContain('HUB_CLOCK is refused');
    expect(fault({ HUB_CLOCK })).toContain('HUB_CLOCK is refused');
    expect(fault({ HUB_ENV: 'local', HUB_CLOCK })).toBe('none');
  });

  it('is shown without secrets', () => {
    const shown = JSON.stringify(printedConfig(definition.read(env)));
    expect(shown).not.toMatch(/geheim|never shown/);
    expect(shown).toContain('screening:***@127.0.0.1');
  });
});

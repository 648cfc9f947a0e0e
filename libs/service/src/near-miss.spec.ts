import { describe, expect, it } from '@jest/globals';
import { nearMiss } from './near-miss.js';

const known = ['PORT', 'DATABASE_POOL', 'KAFKA_BROKERS', 'OTLP_URL', 'OIDC_ISSUER'];

describe('a misspelt key', () => {
  it.each([
    ['DATABSE_POOL', 'DATABASE_POOL'],
    ['DATABASE_POOLS', 'DATABASE_POOL'],
    ['DATBAASE_POOL', 'DATABASE_POOL'],
    ['KAFKA_BROKER', 'KAFKA_BROKERS'],
    ['OTLP_URI', 'OTLP_URL'],
    ['0IDC_ISSUER', 'OIDC_ISSUER'],
  ])('%s is taken for %s', (key, meant) => {
    expect(nearMiss(key, known)).toBe(meant);
  });

  it.each(['PORTS', 'HOME', 'DATABASE_PORT', 'OTEL_URL_X', 'LANGUAGE', 'KAFKA_PORT', 'OTLP_URL', ''])(
    'is not seen in %s, which is known or of somebody else',
    (key) => {
      expect(nearMiss(key, known)).toBeNull();
    },
  );
});

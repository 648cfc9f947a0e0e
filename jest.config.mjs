/**
 * Real ESM under Jest: run with `node --experimental-vm-modules`. Two projects: `unit` needs nothing; `real` gets a real PostgreSQL and a real
 * Kafka, started once when at least one of its files is among those to run.
 */
const swc = {
  jsc: {
    target: 'es2024',
    parser: { syntax: 'typescript', tsx: true, decorators: true },
    transform: {
      legacyDecorator: true,
      decoratorMetadata: true,
      useDefineForClassFields: false,
      react: { runtime: 'automatic', importSource: 'preact' },
    },
  },
  module: { type: 'es6' },
  sourceMaps: 'inline',
};

const base = {
  testEnvironment: 'node',
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/dist/', '<rootDir>/.hub/'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.hub/'],
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: { '^.+\\.tsx?$': ['@swc/jest', swc] },
  moduleNameMapper: {
    '^#(contracts|messaging|observability|persistence|security|service|testing)/(.*)\\.js$': '<rootDir>/libs/$1/src/$2',
    '^#local/(.*)\\.js$': '<rootDir>/deploy/local/$1',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
};

export default {
  projects: [
    { ...base, displayName: 'unit', testMatch: ['**/*.spec.ts', '**/*.spec.tsx'] },
    {
      ...base,
      displayName: 'real',
      testMatch: ['**/*.int-spec.ts', '**/*.e2e.ts'],
      globalSetup: '<rootDir>/deploy/local/jest-global-setup.mjs',
      globalTeardown: '<rootDir>/deploy/local/jest-global-teardown.mjs',
    },
  ],
  testSequencer: '<rootDir>/deploy/local/jest-sequencer.mjs',
  reporters: ['default', '<rootDir>/deploy/local/jest-summary-reporter.mjs'],
  testTimeout: 60_000,
  workerIdleMemoryLimit: '512MB',
};

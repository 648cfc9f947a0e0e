/** Real ESM under Jest: run with `node --experimental-vm-modules`. The servers are started once in globalSetup. */
export default {
  testEnvironment: 'node',
  testMatch: ['**/*.spec.ts', '**/*.int-spec.ts', '**/*.e2e.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/', '/.hub/'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.hub/'],
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: {
    '^.+\\.tsx?$': [
      '@swc/jest',
      {
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
      },
    ],
  },
  moduleNameMapper: {
    '^#(contracts|messaging|observability|persistence|security|service|testing)/(.*)\\.js$': '<rootDir>/libs/$1/src/$2',
    '^#local/(.*)\\.js$': '<rootDir>/deploy/local/$1',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  workerIdleMemoryLimit: '512MB',
};

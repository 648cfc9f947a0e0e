/** The direction of knowledge: contracts, persistence and observability know no other lib; every app stands alone. */
const lib = (...names) => `^libs/(${names.join('|')})/`;
/** Tests and what only tests use. */
const TESTS = ['[.](spec|int-spec|e2e|fixture|conformance)[.]tsx?$', lib('testing'), '^test/'];

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      comment:
        'Files that need each other at run time belong together, or one of them holds a thing that belongs elsewhere.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'libs-know-no-app',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^(apps|deploy|test|bench)/' },
    },
    {
      name: 'no-app-knows-another',
      severity: 'error',
      from: { path: '^apps/([^/]+)/', pathNot: TESTS },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'tests-of-an-app-know-the-stand-ins-at-most',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/', pathNot: ['^apps/$1/', '^apps/stand-ins/'] },
    },
    {
      name: 'apps-know-no-launcher',
      severity: 'error',
      from: { path: '^apps/', pathNot: TESTS },
      to: { path: '^(deploy|test|bench)/' },
    },
    {
      name: 'contracts-persistence-observability-know-no-lib',
      severity: 'error',
      from: { path: '^libs/(contracts|persistence|observability)/', pathNot: TESTS },
      to: { path: '^libs/', pathNot: '^libs/$1/' },
    },
    {
      name: 'messaging-knows-contracts-persistence-observability',
      comment: 'And security, because its doors for parked messages and dead letters declare who may use them.',
      severity: 'error',
      from: { path: lib('messaging'), pathNot: TESTS },
      to: { path: '^libs/', pathNot: lib('messaging', 'contracts', 'persistence', 'observability', 'security') },
    },
    {
      name: 'security-knows-observability-contracts',
      severity: 'error',
      from: { path: lib('security'), pathNot: TESTS },
      to: { path: '^libs/', pathNot: lib('security', 'observability', 'contracts') },
    },
    {
      name: 'testing-only-from-tests',
      severity: 'error',
      from: { pathNot: TESTS },
      to: { path: lib('testing') },
    },
    {
      name: 'only-observability-starts-opentelemetry',
      comment: 'Others use the API alone.',
      severity: 'error',
      from: { pathNot: lib('observability') },
      to: { path: 'node_modules/@opentelemetry/', pathNot: 'node_modules/@opentelemetry/api/' },
    },
    {
      name: 'only-the-broker-port-knows-kafkajs',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: ['^libs/messaging/', ...TESTS] },
      to: { path: 'node_modules/kafkajs/' },
    },
    {
      name: 'libs-of-services-do-not-know-tools',
      comment: 'What only tests and the launcher need is not there when a service is deployed.',
      severity: 'error',
      from: {
        path: '^(apps|libs)/',
        pathNot: [...TESTS, '^apps/stand-ins/'],
      },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    webpackConfig: { fileName: '.dependency-cruiser.resolve.cjs' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|[.]hub|node_modules/[.])' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};

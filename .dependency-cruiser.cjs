/** Who may import whom. Apps import libs and never each other; libs stand on contracts and platform; tools start things. */
/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'apps-never-import-each-other',
      comment: 'Only the program that runs all services in one process knows them, by their definition.',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/', pathNot: ['^apps/$1/', '^apps/[^/]+/src/service[.]ts$'] },
    },
    {
      name: 'only-all-in-one-knows-services',
      severity: 'error',
      from: { path: '^apps/([^/]+)/', pathNot: '^apps/all/' },
      to: { path: '^apps/[^/]+/src/service[.]ts$', pathNot: '^apps/$1/' },
    },
    {
      name: 'only-tests-reach-into-apps',
      comment: 'Libs and tools know services by their HTTP API and their events alone.',
      severity: 'error',
      from: { pathNot: '^(apps|test|bench)/' },
      to: { path: '^apps/' },
    },
    {
      name: 'contracts-imports-nothing-of-ours',
      severity: 'error',
      from: { path: '^libs/contracts/' },
      to: { path: '^(apps|libs|tools|test|bench|chaos)/', pathNot: '^libs/contracts/' },
    },
    {
      name: 'contact-rules-imports-only-contracts',
      comment: 'The rules of files and of merging are functions without I/O.',
      severity: 'error',
      from: { path: '^libs/contact-rules/', pathNot: '[.]test[.]ts$' },
      to: { path: '^(apps|libs|tools|test|bench|chaos)/', pathNot: '^libs/(contact-rules|contracts)/' },
    },
    {
      name: 'contact-rules-does-no-io',
      severity: 'error',
      from: { path: '^libs/contact-rules/', pathNot: '[.]test[.]ts$' },
      to: { dependencyTypes: ['core'], pathNot: '^(crypto|util)$' },
    },
    {
      name: 'libs-through-their-index',
      comment: 'A lib shows what others may use in src/index.ts.',
      severity: 'error',
      from: { path: '^(apps|tools|bench|chaos)/' },
      to: { path: '^libs/', pathNot: '^libs/([^/]+/src/index[.]ts$|persistence/src/owned/)' },
    },
    {
      name: 'only-the-owner-writes',
      comment:
        'libs/persistence/src/owned/<service>.ts gives access to the collections that this service alone writes.',
      severity: 'error',
      from: { path: '^(?:apps/([^/]+)|tools|bench|chaos)/' },
      to: { path: '^libs/persistence/src/owned/', pathNot: '^libs/persistence/src/owned/$1[.]ts$' },
    },
    {
      name: 'apps-reach-mongodb-through-persistence',
      comment: 'With a connection or a model of its own a service could write what is not its own. Types are free.',
      severity: 'error',
      from: { path: '^apps/' },
      to: { path: '^node_modules/(mongoose|@nestjs/mongoose|mongodb)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'libs-through-their-index-from-other-libs',
      severity: 'error',
      from: { path: '^libs/([^/]+)/' },
      to: { path: '^libs/', pathNot: '^libs/([^/]+/src/index[.]ts$|$1/)' },
    },
    {
      name: 'opentelemetry-only-where-traces-are-on',
      comment: 'It is loaded by a dynamic import, so that it costs nothing where no OTLP address is set.',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: '^libs/platform/src/tracing/(otlp-tracer|watched-exporter)[.]ts$' },
      to: { path: ['^node_modules/@opentelemetry/', '^libs/platform/src/tracing/otlp-tracer[.]ts$'], dynamic: false },
    },
    {
      name: 'the-product-does-not-need-tools',
      severity: 'error',
      // The command line builds itself in a checkout.
      from: { path: '^(apps|libs)/', pathNot: '^apps/cli/contacts[.]mjs$' },
      to: { path: '^(scripts|tools|test|bench|chaos)/' },
    },
    {
      name: 'not-to-dev-dependencies',
      comment: 'What runs in production is among the dependencies. The page is bundled, so it needs none at run time.',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: ['^apps/admin/', '[.]test[.]tsx?$'] },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'not-resolved',
      comment: 'What is built may not be there yet.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^[./]+/dist/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['sources', 'import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
    },
  },
};

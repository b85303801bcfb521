// The dependency rule of docs/architecture.md, kept by a tool.
const layers = 'domain|workflows|activities|api|db|providers|platform|workers|bin|bench|demo|test';

/** Modules of `from` may import, of all layers, only their own and those of `allowed`. */
const only = (from, allowed) => ({
  name: `${from}-imports`,
  severity: 'error',
  from: { path: `^${from}/` },
  to: { path: `^(${layers})/`, pathNot: `^(${[from, ...allowed].join('|')})/` },
});

module.exports = {
  forbidden: [
    only('domain', []),
    only('platform', []),
    only('db', ['domain', 'platform']),
    only('providers', ['domain', 'platform']),
    only('activities', ['domain', 'db', 'providers', 'platform', 'workflows']),
    only('workflows', ['domain', 'activities']),
    only('api', ['domain', 'db', 'workflows', 'platform']),
    only('demo', []),
    {
      name: 'workflows-see-activity-types-only',
      severity: 'error',
      from: { path: '^workflows/' },
      to: { path: '^activities/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'contracts-only',
      comment: 'The API and the activities know a workflow by its contract: ids, messages, queues.',
      severity: 'error',
      from: { path: '^(api|activities)/' },
      to: {
        path: '^workflows/',
        pathNot: '/contract\\.ts$|^workflows/(task-queues|search-attributes)\\.ts$',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'api-reads-views-and-writes-intakes',
      comment: 'The API reads views and appends facts from outside; it never writes around a workflow.',
      severity: 'error',
      from: { path: '^api/', pathNot: '^api/main\\.ts$' },
      to: {
        path: '^db/',
        pathNot: '-(view|intake)\\.ts$|^db/audit/tell-context\\.ts$',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'domain-npm',
      severity: 'error',
      from: { path: '^domain/' },
      to: {
        dependencyTypes: ['npm', 'npm-dev', 'core'],
        pathNot: 'node_modules/(@types/)?(big\\.js|temporal-polyfill|@marcbachmann/cel-js)/',
      },
    },
    {
      name: 'one-provider-never-sees-another',
      severity: 'error',
      from: { path: '^providers/([^/]+)/' },
      to: { path: '^providers/([^/]+)/', pathNot: '^providers/$1/' },
    },
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      from: { orphan: true, path: `^(${layers})/`, pathNot: '\\.test\\.ts$|^db/migrations/' },
      to: {},
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
  },
};

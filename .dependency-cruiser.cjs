/** The walls of the house: who may import whom. The sandbox uses nothing of ours, so that a shared misreading cannot hide. */
const TESTS = '\\.spec\\.ts$';
const only = (name, from, allowed) => ({
  name,
  severity: 'error',
  from: { path: from, pathNot: TESTS },
  to: { path: '^(apps|libs|workflows|tools|bench|test)/', pathNot: [from, ...allowed] },
});
const domain = '^libs/domain/';
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
    only('domain-imports-nothing', domain, []),
    only('http', '^libs/http/', [domain]),
    only('connector-sdk', '^libs/connectors/sdk/', [domain, '^libs/http/']),
    {
      name: 'connector-uses-sdk-http-domain',
      severity: 'error',
      from: { path: '^libs/connectors/(?!sdk/|registry)([^/]+)/', pathNot: TESTS },
      to: { path: '^(apps|libs|workflows|tools|bench|test)/', pathNot: ['^libs/connectors/$1/', '^libs/connectors/sdk/', '^libs/http/', domain] },
    },
    only('destination-sdk', '^libs/destinations/sdk/', [domain, '^libs/http/', '^libs/connectors/sdk/(check|labels)']),
    {
      name: 'destination-uses-sdk-http-domain',
      severity: 'error',
      from: { path: '^libs/destinations/(?!sdk/|registry)([^/]+)/', pathNot: TESTS },
      to: { path: '^(apps|libs|workflows|tools|bench|test)/', pathNot: ['^libs/destinations/$1/', '^libs/destinations/sdk/', '^libs/connectors/sdk/', '^libs/http/', domain] },
    },
    only('destination-registry', '^libs/destinations/registry', ['^libs/destinations/', domain]),
    only('delivery', '^libs/delivery/', ['^libs/(persistence|destinations|domain|security|http|connectors|sync|budget)/', '^workflows/activities']),
    only('registry', '^libs/connectors/registry', ['^libs/connectors/', domain]),
    only('persistence', '^libs/persistence/', [domain]),
    only('budget', '^libs/budget/', ['^libs/persistence/', domain]),
    only('ingest', '^libs/ingest/', ['^libs/persistence/', domain]),
    only('desk', '^libs/desk/', ['^libs/(persistence|ingest)/', domain]),
    only('erasure', '^libs/erasure/', ['^libs/(ingest|delivery|persistence|security|domain)/']),
    only('security', '^libs/security/', ['^libs/persistence/', domain]),
    only('telemetry', '^libs/telemetry/', [domain]),
    only('hooks', '^libs/hooks/', ['^libs/connectors/sdk/', '^libs/persistence/', domain]),
    only('feeds', '^libs/feeds/', ['^libs/(persistence|security)/', domain]),
    only('sync', '^libs/sync/', ['^libs/', '^workflows/activities']),
    only('temporal', '^libs/temporal/', [domain, '^workflows/']),
    only('workflows-are-pure', '^workflows/', [domain]),
    { name: 'no-lib-uses-an-app', severity: 'error', from: { path: '^(libs|workflows)/', pathNot: TESTS }, to: { path: '^(apps|tools|bench|test)/' } },
    { name: 'apps-stay-apart', severity: 'error', from: { path: '^apps/([^/]+)/', pathNot: TESTS }, to: { path: '^apps/(?!$1/)' } },
    { name: 'sandbox-uses-nothing-of-ours', severity: 'error', from: { path: '^apps/sandbox/' }, to: { path: '^(libs|workflows|tools|bench|test|apps/(?!sandbox/))' } },
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: '^#' } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    webpackConfig: { fileName: 'tools/checks/import-aliases.cjs' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default']},
  },
};

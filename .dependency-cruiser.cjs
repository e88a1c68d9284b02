/**
 * Who may import whom: one row per folder of lib/. What a row does not name, its files must not import. Types count too:
 * a type that comes from above ties the folders together as a function would.
 */

/** Domains: policies of one enforcer each. A new one is added here. */
const DOMAINS = ['apparmor', 'pod-security', 'falco', 'network', 'seccomp', 'selinux', 'clamav'];

/** Words in the lists below that stand for several folders. */
const GROUPS = { domains: DOMAINS };

const SHARED = ['diagnostics', 'kubernetes'];

/** No folder is out of reach. */
const EVERYTHING = undefined;

/**
 * `folders`: below lib/. `packages`: of npm. `node`: whether the file system and the rest of Node may be used.
 * A domain is two rows: the language, which runs in a browser, and the constructs.
 */
const ROWS = [
  { name: 'diagnostics', folders: [], packages: [], node: false },
  { name: 'kubernetes', folders: ['diagnostics'], packages: ['semver'], node: false },
  { name: 'yaml', folders: ['diagnostics'], packages: ['js-yaml'], node: false },
  {
    name: 'helm',
    folders: ['diagnostics'],
    packages: ['cdk8s', 'constructs', 'handlebars', 'js-yaml', 'semver'],
    node: true,
  },
  ...DOMAINS.flatMap((domain) => [
    { name: `${domain}/language`, folders: [...SHARED, 'yaml'], packages: ['js-yaml', 'semver'], node: false },
    {
      name: domain,
      except: `${domain}/language`,
      folders: [`${domain}/language`, ...SHARED, 'yaml', 'helm'],
      packages: ['cdk8s', 'cdk8s-plus-27', 'constructs', 'js-yaml', 'semver'],
      node: true,
    },
  ]),
  {
    name: 'container-policy',
    folders: [...SHARED, 'yaml', 'helm', 'domains'],
    packages: ['cdk8s', 'cdk8s-plus-27', 'constructs', 'js-yaml', 'semver'],
    node: true,
  },
  {
    name: 'charts',
    folders: [...SHARED, 'helm', 'domains', 'container-policy'],
    packages: ['cdk8s', 'cdk8s-plus-27', 'constructs'],
    node: true,
  },
  {
    name: 'gitlab',
    folders: [...SHARED, 'yaml', 'helm', 'domains', 'container-policy', 'charts'],
    packages: ['cdk8s', 'cdk8s-plus-27', 'constructs', 'handlebars', 'js-yaml', 'semver'],
    node: true,
  },
  {
    name: 'project',
    folders: [...SHARED, 'yaml', 'helm', 'domains', 'container-policy', 'charts', 'gitlab'],
    packages: ['cdk8s', 'cdk8s-plus-27', 'constructs', 'handlebars', 'js-yaml', 'semver'],
    node: true,
  },
  {
    name: 'cli',
    folders: EVERYTHING,
    packages: ['cdk8s', 'cdk8s-plus-27', 'commander', 'constructs', 'handlebars', 'js-yaml', 'picocolors', 'semver'],
    node: true,
  },
];

const anyOf = (names) => `(${names.join('|')})`;
const escaped = (name) => name.replace(/[-/]/g, '\\$&');
const expand = (folders) => folders.flatMap((folder) => GROUPS[folder] ?? [folder]);

/** Files of a row: a folder, and the file that grows into one. */
const filesOf = (row) => ({
  path: `^lib/${escaped(row.name)}(/|\\.ts$)`,
  ...(row.except === undefined ? {} : { pathNot: `^lib/${escaped(row.except)}/` }),
});

const ruleName = (row, what) => `${row.name.replace('/', '-')}-${what}`;

function folderRules(row) {
  if (row.folders === EVERYTHING) return [];
  const allowed = [row.name, ...expand(row.folders)];
  return [
    {
      name: ruleName(row, 'folders'),
      comment: `lib/${row.name} may import ${allowed.map((folder) => `lib/${folder}`).join(', ')} and nothing else of lib`,
      severity: 'error',
      from: filesOf(row),
      to: { path: '^lib/', pathNot: `^lib/${anyOf(allowed.map(escaped))}(/|\\.ts$)` },
    },
  ];
}

function packageRules(row) {
  const packages = row.packages.map((name) => `(^|/)node_modules/${escaped(name)}/`);
  const types = row.packages.map((name) => `(^|/)node_modules/@types/${escaped(name)}/`);
  return [
    {
      name: ruleName(row, 'packages'),
      comment: `lib/${row.name} may import of npm: ${row.packages.join(', ') || 'nothing'}`,
      severity: 'error',
      from: filesOf(row),
      to: { dependencyTypesNot: ['local', 'core'], pathNot: ['^lib/', ...packages, ...types] },
    },
  ];
}

function nodeRules(row) {
  if (row.node) return [];
  return [
    {
      name: ruleName(row, 'node'),
      comment: `lib/${row.name} runs in a browser: it knows nothing of Node`,
      severity: 'error',
      from: filesOf(row),
      to: { dependencyTypes: ['core'] },
    },
  ];
}

module.exports = {
  forbidden: [
    ...ROWS.flatMap((row) => [...folderRules(row), ...packageRules(row), ...nodeRules(row)]),
    {
      name: 'nothing-imports-cli',
      comment: 'the command line is a face: whatever others need of it belongs into the library',
      severity: 'error',
      from: { pathNot: '^lib/cli/' },
      to: { path: '^lib/cli/' },
    },
    {
      name: 'known-folders',
      comment: 'a folder of lib/ needs a row in the table of .dependency-cruiser.cjs',
      severity: 'error',
      from: { path: '^lib/', pathNot: ['^lib/index\\.ts$', ...ROWS.map((row) => filesOf(row).path)] },
      to: {},
    },
    {
      name: 'no-circles',
      comment: 'files that import each other cannot be read one after the other; a type alone may be imported back',
      severity: 'error',
      from: { path: '^lib/' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-guesses',
      comment: 'an import that leads nowhere',
      severity: 'error',
      from: { path: '^lib/' },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    exclude: { path: '^dist/' },
  },
};

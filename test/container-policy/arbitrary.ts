import fc from 'fast-check';
import { CAPABILITIES } from '../../lib/container-policy/language/capabilities';
import { DEFAULT_CAPABILITIES, restOf } from '../../lib/container-policy/language/defaults';
import type { ContainerRules, FileRules, Policy, PortNumber } from '../../lib/container-policy/language/model';

/** Names of folders and files, with what must be quoted in a profile, and patterns. */
const part = fc.oneof(
  fc.constantFrom(
    'etc',
    'usr',
    'bin',
    'sbin',
    'lib',
    'run',
    'var',
    'tmp',
    'data',
    'opt',
    'app',
    'a b',
    'x,y',
    '#1',
    'ü',
    'a=b',
    "it's",
    '(x)',
    '@types',
  ),
  fc.constantFrom('*', '?', '[a-c]x', '{a,b}', '{a,}b', 'x*', '**'),
);
const path = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => `/${parts.join('/')}`);
const folder = fc.tuple(path, fc.constantFrom('', '/', '/**')).map(([before, end]) => before + end);
/** Programs that are no shells, so that what is drawn is a policy. */
const program = path.map((each) => `${each}/prog`);

/** Each list in a folder of its own: what lies across is another test's. */
const within = (top: string) =>
  fc.uniqueArray(
    folder.map((each) => `/${top}${each}`),
    { maxLength: 3 },
  );

const files: fc.Arbitrary<FileRules> = fc
  .record({
    readOnly: within('readonly'),
    writable: within('writable'),
    hidden: within('hidden'),
    libraries: within('libraries'),
    rest: fc.option(fc.constantFrom('readOnly' as const, 'writable' as const, 'hidden' as const)),
  })
  .map(({ rest, ...lists }) => ({
    ...lists,
    rest: rest ?? restOf(lists.writable.length > 0 ? lists.writable : undefined),
  }));

const port: fc.Arbitrary<PortNumber> = fc.record({
  port: fc.integer({ min: 1, max: 65_535 }),
  protocol: fc.constantFrom('tcp' as const, 'udp' as const),
});

const ports: fc.Arbitrary<ContainerRules['ports']> = fc.oneof(
  fc.constant({ open: 'any', listen: [], connect: 'any' } as const),
  fc.constant({ open: 'none', listen: [], connect: [] } as const),
  fc.record({
    open: fc.constant('some' as const),
    listen: fc.array(port, { maxLength: 3 }),
    connect: fc.oneof(fc.constant('any' as const), fc.array(port, { maxLength: 2 })),
  }),
);

export const rules: fc.Arbitrary<ContainerRules> = fc.record({
  processes: fc.oneof(
    fc.constant({ start: 'any', paths: [] } as const),
    fc.record({
      start: fc.constant('only' as const),
      paths: fc.uniqueArray(program, { maxLength: 3 }),
    }),
  ),
  shells: fc.oneof(
    fc.constant({ allowed: true, also: [] } as const),
    fc.record({
      allowed: fc.constant(false),
      also: fc.uniqueArray(
        program.map((each) => `/console${each}`),
        { maxLength: 2 },
      ),
    }),
  ),
  files,
  ports,
  capabilities: fc.oneof(
    fc.constant('any' as const),
    fc.constant(DEFAULT_CAPABILITIES),
    fc.uniqueArray(fc.constantFrom(...CAPABILITIES), { maxLength: 4 }),
  ),
  commands: fc.array(fc.tuple(fc.constantFrom('/opt/ready', 'ready', '/bin/true'), fc.string({ minLength: 1 })), {
    maxLength: 2,
  }),
});

export const policy: fc.Arbitrary<Policy> = fc.record({
  name: fc.constantFrom('web', 'db', 'a-1'),
  pods: fc.constantFrom<Policy['pods']>({}, { app: 'web' }, { 'app.kubernetes.io/name': 'x', tier: '1' }),
  mode: fc.constantFrom('audit' as const, 'enforce' as const),
  rules,
  containers: fc
    .uniqueArray(fc.constantFrom('init', 'side-car'), { maxLength: 2 })
    .chain((names) => fc.tuple(...names.map((name) => rules.map((own) => ({ name, rules: own }))))),
});

/** A good and a bad value for every key of the YAML form. */
export interface KeyCase {
  /** As the reference names it. */
  readonly path: string;
  /** Value as it is written in YAML. */
  readonly good: readonly string[];
  /** Wrong value, and the code that says so. */
  readonly bad: readonly (readonly [value: string, code: string])[];
}

const WRONG = 'POLICY1005';
const WORD = 'POLICY1006';
const PATH = 'POLICY1007';
const PORT = 'POLICY1008';

const PROGRAMS: Pick<KeyCase, 'good' | 'bad'> = {
  good: ['[/usr/sbin/nginx]', '[]', '["/opt/a b/*"]', '["/opt/{a,b}/run"]'],
  bad: [
    ['/usr/sbin/nginx', WRONG],
    ['[usr/sbin/nginx]', PATH],
    ['[/usr/sbin/]', PATH],
    ['[/usr/../sbin/nginx]', PATH],
    ['["@{bin}/nginx"]', PATH],
    ['[1]', WRONG],
    ['["/a{b"]', PATH],
  ],
};

const PATHS: Pick<KeyCase, 'good' | 'bad'> = {
  good: ['[/var/cache/nginx/**]', '[/var/cache/nginx/]', '[]', '["/a,b"]', '["/srv/[a-c]?"]'],
  bad: [
    ['/etc', WRONG],
    ['{ a: b }', WRONG],
    ['[~/x]', PATH],
    ['["${HOME}/x"]', PATH],
    ['[/a//b]', PATH],
    ['["/a\\"b"]', PATH],
    ['["/a[b"]', PATH],
    ['["/a{b}"]', PATH],
    ['["/a b\\\\\\\\"]', PATH],
    ['[true]', WRONG],
  ],
};

const PORTS: Pick<KeyCase, 'good' | 'bad'> = {
  good: ['[8080]', '[8080, 53/udp, 443/tcp, "80"]', '[]'],
  bad: [
    ['8080', WORD],
    ['[0]', PORT],
    ['[70000]', PORT],
    ['[53/icmp]', PORT],
    ['[http]', PORT],
    ['[1.5]', WRONG],
  ],
};

export const KEY_CASES: readonly KeyCase[] = [
  {
    path: 'apiVersion',
    good: ['container-security/v1'],
    bad: [
      ['container-security/v2', WORD],
      ['1', WRONG],
    ],
  },
  {
    path: 'kind',
    good: ['ContainerPolicy'],
    bad: [
      ['ContainerPolcy', WORD],
      ['Deployment', 'POLICY1002'],
      ['[]', WRONG],
    ],
  },
  {
    path: 'metadata',
    good: ['{ name: web }'],
    bad: [
      ['web', WRONG],
      ['{ name: web, nmae: web }', 'POLICY1003'],
      ['{}', 'POLICY1004'],
    ],
  },
  {
    path: 'metadata.name',
    good: ['web', 'web-2'],
    bad: [
      ['Web', WRONG],
      ['a.b', WRONG],
      ['2', WRONG],
      ['-a', WRONG],
    ],
  },
  {
    path: 'spec',
    good: ['{}', '{ mode: audit }'],
    bad: [
      ['enforce', WRONG],
      ['{ proceses: any }', 'POLICY1003'],
      ['[]', WRONG],
    ],
  },
  {
    path: 'spec.pods',
    good: ['{ app: web }', '{ app.kubernetes.io/name: web, tier: "" }'],
    bad: [
      ['web', WRONG],
      ['{ app: 1 }', WRONG],
      ['{ a b: c }', WRONG],
      ['{ app: "a b" }', WRONG],
    ],
  },
  {
    path: 'spec.mode',
    good: ['audit', 'enforce'],
    bad: [
      ['enforced', WORD],
      ['true', WRONG],
      ['[audit]', WRONG],
    ],
  },
  {
    path: 'spec.processes',
    good: ['any', 'none', '{ only: [/bin/true] }'],
    bad: [
      ['nothing', WORD],
      ['[/bin/true]', WRONG],
      ['{}', 'POLICY1004'],
    ],
  },
  { path: 'spec.processes.only', ...PROGRAMS },
  {
    path: 'spec.shells',
    good: ['none', 'any', '{ also: [/opt/console] }'],
    bad: [
      ['some', WORD],
      ['no', WORD],
      ['false', WRONG],
      ['{}', 'POLICY1004'],
    ],
  },
  { path: 'spec.shells.also', ...PROGRAMS },
  {
    path: 'spec.files',
    good: ['any', '{}', '{ rest: readOnly }'],
    bad: [
      ['readOnly', WORD],
      ['[/etc]', WRONG],
      ['{ writeable: [] }', 'POLICY1003'],
    ],
  },
  { path: 'spec.files.readOnly', ...PATHS },
  { path: 'spec.files.writable', ...PATHS },
  { path: 'spec.files.hidden', ...PATHS },
  { path: 'spec.files.libraries', ...PATHS },
  {
    path: 'spec.files.rest',
    good: ['readOnly', 'writable', 'hidden'],
    bad: [
      ['readonly', WORD],
      ['[]', WRONG],
    ],
  },
  {
    path: 'spec.ports',
    good: ['any', 'none', '{ listen: [80] }', '{}'],
    bad: [
      ['8080', WRONG],
      ['[8080]', WRONG],
      ['nne', WORD],
    ],
  },
  { path: 'spec.ports.listen', ...PORTS, bad: [...PORTS.bad.slice(1), ['8080', WRONG]] },
  { path: 'spec.ports.connect', good: [...PORTS.good, 'any'], bad: [...PORTS.bad.slice(1), ['none', WORD]] },
  {
    path: 'spec.capabilities',
    good: ['any', 'none', '[net_bind_service]', '[NET_BIND_SERVICE, CAP_KILL]', '[]'],
    bad: [
      ['all', WORD],
      ['[net_bind]', 'POLICY1009'],
      ['[1]', WRONG],
      ['{ add: [kill] }', WRONG],
    ],
  },
  {
    path: 'spec.commands',
    good: ['[[/bin/ready]]', '[[ready, "1", --fast]]', '[]'],
    bad: [
      ['[/bin/ready]', WRONG],
      ['[[]]', WRONG],
      ['[[1]]', WRONG],
      ['/bin/ready', WRONG],
      ['[[""]]', WRONG],
    ],
  },
  {
    path: 'spec.containers',
    good: ['{ init: { shells: any } }', '{}'],
    bad: [
      ['{ Init: {} }', WRONG],
      ['{ init: any }', WRONG],
      ['[init]', WRONG],
      ['{ init: { mode: audit } }', 'POLICY1003'],
    ],
  },
];

/** A document that is right but for what stands at one key. */
export function documentWith(path: string, value: string): string {
  const [top = '', second, third] = path.split('.');
  const parts: Record<string, string> = {
    apiVersion: 'container-security/v1',
    kind: 'ContainerPolicy',
    metadata: '{ name: web }',
    spec: '{}',
  };
  const inner = third === undefined ? value : `{ ${third}: ${value} }`;
  parts[top] = second === undefined ? value : `{ ${second}: ${inner} }`;
  return Object.entries(parts)
    .map(([key, text]) => `${key}: ${text}\n`)
    .join('');
}

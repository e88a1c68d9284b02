/** The three worked examples of container policies (examples/policies) as containers that do real work. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Policy } from '../../../lib/container-policy/language/model';
import { readPolicies } from '../../../lib/container-policy/language/read';
import { type Container, exec, fromOutside, untilReady } from './container';
import type { Entry } from './cpio';
import { debianRoot, type FolderOptions } from './files';
import type { Step } from './job';
import type { Layer } from './layers';

const EXAMPLES = join(__dirname, '../../../examples/policies');

/** What a server finds when it starts. */
export interface Data {
  /** Where containers see it. */
  readonly path: string;
  readonly owner: number;
  /** What the first container runs, and the container's name in the policy. */
  readonly run: readonly string[];
  readonly container: string;
}

/** What a workload is made of and what its life is. */
export interface Workload {
  readonly name: string;
  readonly policy: Policy;
  /** What its image holds of packages, at `/images/<name>`. */
  readonly image: Layer;
  /** What stands in its image besides. */
  readonly files: readonly Entry[];
  /** A folder that every server has for itself, filled once by a container that runs to its end. */
  readonly data?: Data;
  /** The server, without name, runtime and profile. */
  readonly server: Omit<Container, 'name' | 'runtime' | 'profile' | 'image'>;
  /** What it must be able to do. Each step succeeds and prints what `prints` says. */
  readonly life: (server: Container) => readonly (Step & { readonly prints?: string })[];
  /** What a stranger who got in would do. It succeeds in audit mode only, and is recorded in both. */
  readonly intrusion: (server: Container) => Intrusion;
  /** The hook before the end; the server ends by it. */
  readonly preStop: readonly string[];
}

/** A step that fails under a policy; `succeeds` is what it prints where it does not. */
export interface Intrusion {
  readonly step: Step;
  readonly succeeds: string;
  /** The program that is not started. */
  readonly program: string;
}

/** A policy of the examples. Throws when it is not in order. */
function example(file: string, edit: (text: string) => string = (text) => text): Policy {
  const { policies, diagnostics } = readPolicies(edit(readFileSync(join(EXAMPLES, file), 'utf8')), file);
  const [policy] = policies;
  if (policy === undefined || diagnostics.length > 0) {
    throw new Error(`${file}: ${diagnostics.map(({ message }) => message).join(', ')}`);
  }
  return policy;
}

const accounts = (...lines: readonly string[]): string => ['root:x:0:0:root:/root:/bin/sh', ...lines, ''].join('\n');

/** The packages of an image, as a layer. */
function packages(name: string, options: FolderOptions = {}): Layer {
  const rows = [`workload-${name}`, 'workload-shells'];
  return { name, rows, entries: () => debianRoot(rows, { ...options, prefix: `images/${name}/` }) };
}

const PAGE = 'served from a locked container';
const NGINX = '/usr/sbin/nginx';
const NGINX_CONF = `user nginx;
worker_processes 2;
pid /run/nginx.pid;
error_log /var/log/nginx/error.log notice;
events {}
http {
  access_log /var/log/nginx/access.log;
  client_body_temp_path /var/cache/nginx/body;
  proxy_temp_path /var/cache/nginx/proxy;
  fastcgi_temp_path /var/cache/nginx/fastcgi;
  uwsgi_temp_path /var/cache/nginx/uwsgi;
  scgi_temp_path /var/cache/nginx/scgi;
  server { listen 8080; root /usr/share/nginx/html; }
}
`;

const web: Workload = {
  name: 'nginx',
  policy: example('nginx.yaml'),
  image: packages('nginx'),
  files: [
    { path: 'etc/passwd', content: accounts('nginx:x:101:101::/nonexistent:/bin/false') },
    { path: 'etc/group', content: 'root:x:0:\nnginx:x:101:\n' },
    { path: 'etc/nginx/nginx.conf', content: NGINX_CONF },
    { path: 'usr/share/nginx/html/page.txt', content: PAGE },
    { path: 'var/cache/nginx' },
    { path: 'var/log/nginx' },
  ],
  server: { run: [NGINX, '-g', 'daemon off;'] },
  life: (server) => [
    untilReady(fromOutside(server, 'serves a page', ['probe', 'act', 'get', '127.0.0.1:8080', '/page.txt', PAGE])),
    exec(server, 'checks its settings', [NGINX, '-t']),
    exec(server, 'reads its settings again', [NGINX, '-s', 'reload']),
    untilReady(fromOutside(server, 'serves once more', ['probe', 'act', 'get', '127.0.0.1:8080', '/page.txt', PAGE])),
  ],
  // A program that the runtime itself starts is under the profile, and by that no longer free to start others.
  intrusion: (server) => ({
    step: exec(server, 'a shell of kubectl exec starts a program', ['/bin/sh', '-c', '/bin/busybox echo started']),
    succeeds: 'started',
    program: '/usr/bin/busybox',
  }),
  preStop: [NGINX, '-s', 'quit'],
};

const NODE = '/usr/local/bin/node';
const SERVICE = `const { createServer } = require('node:http');
const { writeFileSync, readFileSync } = require('node:fs');
const { spawnSync } = require('node:child_process');
createServer((request, response) => {
  if (request.url === '/intrusion') return response.end(String(spawnSync('/bin/sh', ['-c', 'echo started']).stdout));
  writeFileSync('/app/uploads/last', request.url);
  response.end('answered ' + readFileSync('/app/uploads/last', 'utf8'));
}).listen(3000);
process.on('SIGTERM', () => process.exit(0));
`;
const HEALTH = `require('node:http').get('http://127.0.0.1:3000/health', (response) => process.exit(response.statusCode === 200 ? 0 : 1));
`;

const api: Workload = {
  name: 'node',
  policy: example('nodejs.yaml'),
  image: packages('node'),
  files: [
    // Where the image of Node.js has it.
    { path: 'usr/local/bin/node', content: '/usr/bin/node', symlink: true },
    { path: 'etc/passwd', content: accounts('node:x:1000:1000::/home/node:/bin/sh') },
    { path: 'app/server.js', content: SERVICE },
    { path: 'app/healthcheck.js', content: HEALTH },
    { path: 'app/uploads', owner: 1000 },
  ],
  server: { run: [NODE, '/app/server.js'], user: 1000, volumes: ['/tmp'] },
  life: (server) => [
    untilReady(fromOutside(server, 'answers', ['probe', 'act', 'get', '127.0.0.1:3000', '/hello', 'answered /hello'])),
    exec(server, 'passes its exec probe', [NODE, '/app/healthcheck.js']),
  ],
  intrusion: (server) => ({
    step: fromOutside(server, 'a request starts a shell', [
      'probe',
      'act',
      'get',
      '127.0.0.1:3000',
      '/intrusion',
      'started',
    ]),
    succeeds: '',
    program: '/usr/bin/dash',
  }),
  preStop: [NODE, '-e', 'process.kill(1, "SIGTERM")'],
};

const POSTGRES = '/usr/lib/postgresql/15/bin';
const DATA = '/var/lib/postgresql/data';
const POSTGRES_USER = 999;

/** A query from outside of the container. */
const query = (server: Container, name: string, sql: string): Step =>
  fromOutside(server, name, [
    ...['chroot', '/images/postgres', `${POSTGRES}/psql`, '-h', '127.0.0.1', '-U', 'postgres'],
    ...['-v', 'ON_ERROR_STOP=1', '-tAc', sql],
  ]);

const db: Workload = {
  name: 'postgres',
  // Debian's version is an older one.
  policy: example('postgresql.yaml', (text) => text.replaceAll('postgresql/17/', 'postgresql/15/')),
  image: packages('postgres', { keep: (path) => !/llvm|\/bitcode\//.test(path) }),
  files: [
    {
      path: 'etc/passwd',
      content: accounts(`postgres:x:${POSTGRES_USER}:${POSTGRES_USER}::/var/lib/postgresql:/bin/sh`),
    },
    { path: 'etc/group', content: `root:x:0:\npostgres:x:${POSTGRES_USER}:\n` },
    { path: 'var/lib/postgresql/data', owner: POSTGRES_USER },
    { path: 'run/postgresql', owner: POSTGRES_USER },
    { path: 'var/run', content: '../run', symlink: true },
  ],
  data: {
    path: DATA,
    owner: POSTGRES_USER,
    run: [`${POSTGRES}/initdb`, '--no-sync', '--auth=trust', '--encoding=UTF8', '--no-locale', '-D', `${DATA}/pgdata`],
    container: 'init',
  },
  server: {
    run: [`${POSTGRES}/postgres`, '-D', `${DATA}/pgdata`, '-c', 'fsync=off'],
    user: POSTGRES_USER,
    volumes: ['/tmp'],
  },
  life: (server) => [
    untilReady(exec(server, 'passes its exec probe', [`${POSTGRES}/pg_isready`, '-U', 'postgres'])),
    {
      ...query(server, 'does a query', 'create table t as select generate_series(1, 1000) as n; select sum(n) from t'),
      prints: '500500',
    },
  ],
  intrusion: (server) => ({
    step: query(
      server,
      'a query starts a program',
      "create table said (it text); copy said from program 'echo started'; table said",
    ),
    succeeds: 'started',
    program: '/usr/bin/dash',
  }),
  preStop: [`${POSTGRES}/pg_ctl`, 'stop', '-D', `${DATA}/pgdata`, '-m', 'fast'],
};

export const WORKLOADS: readonly Workload[] = [web, api, db];

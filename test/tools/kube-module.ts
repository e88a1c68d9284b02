/**
 * Writes `test/tools/kube-<minor>/go.mod` and `go.sum` for one Kubernetes version: `tsx test/tools/kube-module.ts 1.36.3`.
 *
 * The go.mod of k8s.io/kubernetes requires every staging module at v0.0.0 and replaces it by a folder of its own
 * repository. Go ignores replace lines of a dependency, so each is written here again, pointing at the release.
 */
import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Commands that a control plane is made of; kubectl only where tests call that very version. */
const COMMANDS = ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler'];

const [version = '', ...extra] = process.argv.slice(2);
const [, major, minor, patch] = /^(1)\.(\d+)\.(\d+)$/.exec(version) ?? [];
if (patch === undefined) {
  throw new Error('usage: tsx test/tools/kube-module.ts 1.36.3 [kubectl]');
}

const folder = join(__dirname, `kube-${major}.${minor}`);
mkdirSync(folder, { recursive: true });
const go = (...args: string[]): string =>
  execFileSync('go', args, {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, GOTOOLCHAIN: 'local', GOFLAGS: '-mod=mod' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });

const upstream = `k8s.io/kubernetes@v${version}`;
writeFileSync(join(folder, 'go.mod'), `module tools/kube-${major}.${minor}\n\ngo 1.26.0\n`);
const { GoMod } = JSON.parse(go('mod', 'download', '-json', upstream)) as { GoMod: string };
const staging = [...readFileSync(GoMod, 'utf8').matchAll(/^\s*(k8s\.io\/\S+) => \.\/staging\//gm)];
const replace = staging.map(([, module]) => `\t${module} => ${module} v0.${minor}.${patch}\n`).join('');
appendFileSync(join(folder, 'go.mod'), `\nreplace (\n${replace})\n`);
// Without the version Go would upgrade everything.
for (const command of [...COMMANDS, ...extra]) {
  go('get', '-tool', `k8s.io/kubernetes/cmd/${command}@v${version}`);
}

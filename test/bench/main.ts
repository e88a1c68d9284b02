import { benchAppArmor } from './apparmor';
import { benchPodSecurity } from './pod-security';
import { benchProject } from './project';
import { benchSynth } from './synth';

const BENCHES: Readonly<Record<string, (json: boolean, only: readonly string[]) => void | Promise<void>>> = {
  apparmor: benchAppArmor,
  'pod-security': benchPodSecurity,
  project: benchProject,
  synth: benchSynth,
};

const [name = '', ...rest] = process.argv.slice(2);
const bench = BENCHES[name];
if (bench) {
  bench(
    rest.includes('--json'),
    rest.filter((word) => !word.startsWith('--')),
  );
} else {
  process.stderr.write(`usage: npm run bench -- NAME [--json] [CASE…]\nbenches: ${Object.keys(BENCHES).join(', ')}\n`);
  process.exitCode = 2;
}

/**
 * Runs one tier of the tests: `tsx test/run.ts fast|default|real`. Its steps run in order, all of them; then Vitest runs
 * the tier's projects. A step counts as a test. The last line of standard output is `N passed, N failed, N skipped`;
 * the exit code is 1 when anything failed.
 */
import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import type { TestModule, TestSuite, Vitest } from 'vitest/node';

const ROOT = join(__dirname, '..');

/** Something that is not a Vitest test but has to succeed. */
interface Step {
  readonly name: string;
  /** Program, looked up in `node_modules/.bin` first, and its arguments. */
  readonly command: readonly [string, ...string[]];
}

interface Tier {
  readonly steps: readonly Step[];
  /** Names of projects in vitest.config.mts. */
  readonly projects: readonly string[];
}

const tools = (...names: readonly string[]): Step => ({
  name: 'tools',
  command: ['tsx', 'test/tools/build.ts', ...names],
});

/** What every tier but the fast one needs. */
const JUDGES = [
  'helm3',
  'helm4',
  'kubeconform',
  'schemas-1.24',
  'schemas-1.34',
  'schemas-1.36',
  'apparmor',
  'rsync',
  'busybox',
] as const;

/** The parsers of other Debian releases than this one's. */
const PARSERS = ['apparmor-2.13', 'apparmor-4.1', 'apparmor-5.0'] as const;

/** Kernels, what boots them, and what runs under them. */
const KERNEL = [
  ...['kernel', 'kernel-trixie', 'qemu', 'kernel-guest', 'container-runtimes', 'loader-image'],
  ...['workload-shells', 'workload-nginx', 'workload-node', 'workload-postgres'],
] as const;

const FAST: Tier = {
  steps: [
    { name: 'types', command: ['tsc', '-p', 'tsconfig.dev.json'] },
    { name: 'lint', command: ['biome', 'check', '--error-on-warnings', '.'] },
  ],
  projects: ['fast'],
};

const TIERS: Readonly<Record<string, Tier>> = {
  fast: FAST,
  default: {
    steps: [
      ...FAST.steps,
      { name: 'build', command: ['tsx', 'test/package/build.ts'] },
      { name: 'pack', command: ['tsx', 'test/package/pack.ts'] },
      { name: 'languages', command: ['tsx', 'test/package/languages.ts'] },
      tools(...JUDGES, ...PARSERS, 'loader-image', 'shellcheck', 'alertmanager', 'crane', 'psa-judge', 'cel-judge'),
    ],
    projects: [...FAST.projects, 'default'],
  },
  real: {
    steps: [tools(...JUDGES, ...KERNEL, 'kics', 'helmfile', 'etcd', 'kwok', 'kube-1.24', 'kube-1.34', 'kube-1.36')],
    projects: ['real'],
  },
};

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

const seconds = (since: number): string => `${((Date.now() - since) / 1000).toFixed(1)} s`;

function runStep({ name, command: [file, ...args] }: Step): Promise<boolean> {
  const start = Date.now();
  process.stdout.write(`step ${name}: ${[file, ...args].join(' ')}\n`);
  const path = [join(ROOT, 'node_modules/.bin'), process.env.PATH].join(delimiter);
  const child = spawn(file, args, { cwd: ROOT, stdio: 'inherit', env: { ...process.env, PATH: path } });
  return new Promise((resolve) => {
    const end = (good: boolean, how: string): void => {
      process.stdout.write(`step ${name}: ${how} after ${seconds(start)}\n`);
      resolve(good);
    };
    child.on('error', (error) => end(false, `FAILED (${error.message})`));
    child.on('close', (code) => end(code === 0, code === 0 ? 'passed' : `FAILED with exit code ${code}`));
  });
}

/** Suites whose hooks failed: their tests never ran and look skipped. */
const brokenSuites = (module: TestModule): readonly (TestModule | TestSuite)[] =>
  [module, ...module.children.allSuites()].filter((suite) => suite.errors().length > 0);

function count(vitest: Vitest, counts: Counts): void {
  for (const module of vitest.state.getTestModules()) {
    counts.failed += brokenSuites(module).length;
    for (const test of module.children.allTests()) {
      const result = test.result();
      if (result.state === 'passed') {
        counts.passed++;
      } else if (result.state === 'failed') {
        counts.failed++;
      } else {
        counts.skipped++;
        const note = result.state === 'skipped' ? result.note : 'it did not run';
        process.stdout.write(`skipped: ${module.relativeModuleId} > ${test.fullName}${note ? `: ${note}` : ''}\n`);
      }
    }
  }
  counts.failed += vitest.state.getUnhandledErrors().length;
}

async function runVitest(projects: readonly string[], counts: Counts): Promise<void> {
  // Vitest is an ES module.
  const { startVitest } = await import('vitest/node');
  const vitest = await startVitest('test', [], { root: ROOT, watch: false, project: [...projects] });
  try {
    if (vitest.state.getTestModules().length === 0) {
      process.stdout.write(`no test file belongs to ${projects.join(', ')}\n`);
      counts.failed++;
    }
    count(vitest, counts);
  } finally {
    await vitest.close();
  }
}

async function main(name: string): Promise<number> {
  const tier = TIERS[name];
  if (tier === undefined) {
    process.stderr.write(`usage: tsx test/run.ts ${Object.keys(TIERS).join('|')}\n`);
    return 2;
  }
  const counts: Counts = { passed: 0, failed: 0, skipped: 0 };
  const failedSteps: string[] = [];
  for (const step of tier.steps) {
    const good = await runStep(step);
    counts[good ? 'passed' : 'failed']++;
    if (!good) {
      failedSteps.push(step.name);
    }
  }
  try {
    await runVitest(tier.projects, counts);
  } catch (error) {
    process.stdout.write(`vitest: ${error instanceof Error ? error.stack : error}\n`);
    counts.failed++;
  }
  if (failedSteps.length > 0) {
    process.stdout.write(`failed steps: ${failedSteps.join(', ')}\n`);
  }
  process.stdout.write(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped\n`);
  return counts.failed > 0 ? 1 : 0;
}

main(process.argv[2] ?? '').then((code) => process.exit(code));

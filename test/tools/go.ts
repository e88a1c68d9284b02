import { execFileSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { command } from './progress';
import type { Recipe } from './recipe';
import type { GoTool } from './table';

/** Oldest Go that the modules here accept. */
const LEAST_GO = [1, 26] as const;

/** Settings of a user's environment must not change what is built, nor may Go fetch another Go. */
export const GO_ENV = { GOTOOLCHAIN: 'local', GOFLAGS: '', GOWORK: 'off', CGO_ENABLED: '0' } as const;

const goVersion = (): string | undefined => {
  try {
    return execFileSync('go', ['version'], {
      encoding: 'utf8',
      env: { ...process.env, ...GO_ENV },
      stdio: 'pipe',
    }).trim();
  } catch {
    return undefined;
  }
};

/** Why Go programs cannot be built here, or undefined. */
export function goUnavailable(): string | undefined {
  const least = LEAST_GO.join('.');
  const version = goVersion();
  if (version === undefined) {
    return `Go is not installed (${least} or newer is needed)`;
  }
  const [, major, minor] = /go(\d+)\.(\d+)/.exec(version) ?? [];
  const recent = Number(major) > LEAST_GO[0] || (Number(major) === LEAST_GO[0] && Number(minor) >= LEAST_GO[1]);
  return recent ? undefined : `\`go version\` says "${version}", ${least} or newer is needed`;
}

/** Folder of the module that pins a Go tool. */
export const moduleFolder = (name: string): string => join(__dirname, name);

/** Version of `module` in a go.mod; a replacement comes first. Throws when it is not there. */
function pinned(goMod: string, module: string): string {
  const name = module.replaceAll('.', '\\.');
  const found =
    new RegExp(`^\\s*(?:replace )?${name} => \\S+ (v\\S+)`, 'm').exec(goMod) ??
    new RegExp(`^\\s*(?:require )?${name} (v\\S+)`, 'm').exec(goMod);
  if (!found?.[1]) {
    throw new Error(`go.mod does not pin ${module}`);
  }
  return found[1];
}

const pins = (name: string): ((module: string) => string) => {
  const goMod = readFileSync(join(moduleFolder(name), 'go.mod'), 'utf8');
  return (module) => pinned(goMod, module);
};

function buildFlags(name: string, row: GoTool): readonly string[] {
  const stamps = Object.entries(row.stamp?.(pins(name)) ?? {}).map(([variable, value]) => ` -X ${variable}=${value}`);
  return [
    '-trimpath',
    '-buildvcs=false',
    ...(row.tags ? ['-tags', row.tags] : []),
    '-ldflags',
    `-s -w${stamps.join('')}`,
  ];
}

/** Text that changes when the pins of a Go module or the Go that builds it change. */
export const moduleInputs = (name: string): readonly string[] => [
  goVersion() ?? '',
  ...['go.mod', 'go.sum'].map((file) => readFileSync(join(moduleFolder(name), file), 'utf8')),
];

/** Sources of a module of ours, in a fixed order. */
const localSources = (name: string): readonly string[] =>
  readdirSync(moduleFolder(name), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.go'))
    .sort()
    .flatMap((file) => [file, readFileSync(join(moduleFolder(name), file), 'utf8')]);

export const goRecipe: Recipe<GoTool> = {
  unavailable: goUnavailable,
  inputs: (name, row) => [
    ...moduleInputs(name),
    ...(row.local ? localSources(name) : []),
    ...buildFlags(name, row),
    JSON.stringify(row.binaries),
    ...(row.share ? [JSON.stringify(row.share)] : []),
  ],
  async build(name, row, folder, progress) {
    const options = { cwd: moduleFolder(name), env: GO_ENV };
    const version = row.local ? 'of ours' : pins(name)(row.module);
    for (const [binary, path] of Object.entries(row.binaries)) {
      const target = [row.module, path].filter(Boolean).join('/');
      await progress.during(`building ${binary} from ${target} ${version}`, () =>
        command('go', ['build', ...buildFlags(name, row), '-o', join(folder, 'bin', binary), target], options),
      );
    }
    for (const [share, path] of Object.entries(row.share ?? {})) {
      const args = ['list', '-m', '-f', '{{.Dir}}', row.module];
      const module = execFileSync('go', args, { ...options, encoding: 'utf8', env: { ...process.env, ...GO_ENV } });
      const target = join(folder, 'share', share);
      cpSync(join(module.trim(), path), target, { recursive: true });
      // The module cache is read-only, and what was copied must be removable.
      await command('chmod', ['-R', 'u+w', target], options);
    }
  },
};

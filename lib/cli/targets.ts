import { nearestHint } from '../diagnostics/nearest';

/** What a policy is checked for, and the version that is taken when nobody names one. */
export const DEFAULT_TARGETS = {
  apparmor: '4.1',
  cilium: '1.20',
  falco: '0.44',
  kubernetes: '1.36',
} as const;

export type TargetName = keyof typeof DEFAULT_TARGETS;

/** A version for each target. */
export type Targets = Readonly<Record<TargetName, string>>;

/** Names of all targets. */
export const TARGET_NAMES = Object.keys(DEFAULT_TARGETS) as readonly TargetName[];

const VERSION = /^\d+(\.\d+){0,2}$/;

/** Targets as they are written after `--target`: `apparmor=4.1,kubernetes=1.36`. */
export function formatTargets(targets: Targets): string {
  return TARGET_NAMES.map((name) => `${name}=${targets[name]}`).join(',');
}

/** Targets that were named, and what is wrong with them, one sentence each. */
export interface NamedTargets {
  readonly targets: Partial<Targets>;
  readonly problems: readonly string[];
}

/** Reads `apparmor=4.1,kubernetes=1.36`. Blanks around names and versions do not count. */
export function parseTargets(text: string): NamedTargets {
  return readTargets(
    text.split(',').map((part): readonly [string, string | undefined] => {
      const [name = '', ...version] = part.split('=');
      return [name.trim(), version.length === 0 ? undefined : version.join('=').trim()];
    }),
  );
}

/** Checks pairs of name and version; every mistake is named. */
export function readTargets(pairs: Iterable<readonly [string, string | undefined]>): NamedTargets {
  const targets: Partial<Record<TargetName, string>> = {};
  const problems: string[] = [];
  for (const [name, version] of pairs) {
    if (!isTargetName(name)) {
      const hint = nearestHint(name, TARGET_NAMES) ?? `known: ${TARGET_NAMES.join(', ')}`;
      problems.push(`"${name}" is no target: ${hint}`);
    } else if (version === undefined || !VERSION.test(version)) {
      const given = version === undefined ? 'nothing' : `"${version}"`;
      problems.push(`"${name}" must be a version such as ${DEFAULT_TARGETS[name]}, not ${given}`);
    } else if (targets[name] !== undefined) {
      problems.push(`"${name}" stands there twice`);
    } else {
      targets[name] = version;
    }
  }
  return { targets, problems };
}

function isTargetName(name: string): name is TargetName {
  return Object.hasOwn(DEFAULT_TARGETS, name);
}

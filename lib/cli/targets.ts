import { DEFAULT_PARSER, PARSER_VERSIONS, type ParserVersion } from '../apparmor/language/versions';
import { oneOf, quote } from '../diagnostics/describe';
import { nearestHint } from '../diagnostics/nearest';
import { DEFAULT_KUBERNETES, KUBERNETES_VERSIONS, type KubernetesVersion } from '../kubernetes/versions';

/** Versions that a policy can be checked for. */
const KNOWN = { apparmor: PARSER_VERSIONS, kubernetes: KUBERNETES_VERSIONS } as const;

/** What a policy is checked for, and the version that is taken when nobody names one. */
export const DEFAULT_TARGETS: Targets = { apparmor: DEFAULT_PARSER, kubernetes: DEFAULT_KUBERNETES };

export type TargetName = keyof typeof KNOWN;

/** A version for each target. */
export interface Targets {
  /** Of apparmor_parser. */
  readonly apparmor: ParserVersion;
  /** Of the cluster. */
  readonly kubernetes: KubernetesVersion;
}

/** Names of all targets. */
export const TARGET_NAMES = Object.keys(KNOWN) as readonly TargetName[];

/** Targets as they are written after `--target`: `apparmor=4.1`. */
export function formatTargets(targets: Targets): string {
  return TARGET_NAMES.map((name) => `${name}=${targets[name]}`).join(',');
}

/** Targets that were named, and what is wrong with them, one sentence each. */
export interface NamedTargets {
  readonly targets: Partial<Targets>;
  readonly problems: readonly string[];
}

/** Reads `apparmor=4.1`, several with commas. Blanks around names and versions do not count. */
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
  const targets: { [name in TargetName]?: string } = {};
  const problems: string[] = [];
  for (const [name, version] of pairs) {
    if (!isTargetName(name)) {
      const hint = nearestHint(name, TARGET_NAMES) ?? `known: ${TARGET_NAMES.join(', ')}`;
      problems.push(`${quote(name)} is no target: ${hint}`);
      continue;
    }
    const known = (KNOWN[name] as readonly string[]).find((each) => each === version);
    if (known === undefined) {
      const given = version === undefined ? 'nothing' : quote(version);
      problems.push(`"${name}" must be ${oneOf(KNOWN[name])}, not ${given}`);
    } else if (targets[name] !== undefined) {
      problems.push(`"${name}" stands there twice`);
    } else {
      targets[name] = known;
    }
  }
  // Each is one of its own table.
  return { targets: targets as Partial<Targets>, problems };
}

function isTargetName(name: string): name is TargetName {
  return Object.hasOwn(KNOWN, name);
}

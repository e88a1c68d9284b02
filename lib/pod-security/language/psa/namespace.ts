import type { Diagnostic } from '../../../diagnostics/diagnostic';
import { LEVELS, type Level } from '../levels';
import { isPolicyVersion } from './version';

/** Codes of what can be wrong with the labels of a namespace. They never change their meaning. */
export const LABEL_CODES = { level: 'PODSECURITY1080', version: 'PODSECURITY1081' } as const;

/** What Pod Security Admission does with a pod that a level refuses: refuse it, write it into the audit log, tell the user. */
export const MODES = ['enforce', 'audit', 'warn'] as const;

export type Mode = (typeof MODES)[number];

/** Label of a mode's level. The label of its version ends in `-version`. */
export const modeLabel = (mode: Mode): string => `pod-security.kubernetes.io/${mode}`;

export interface LevelVersion {
  readonly level: Level;
  /** `latest`, or a minor such as `v1.30`. */
  readonly version: string;
}

export type LevelOfMode = Readonly<Record<Mode, LevelVersion>>;

/** What holds in a namespace. */
export interface NamespaceLevels extends LevelOfMode {
  /** Labels with a value that means nothing: the server creates no namespace with them. */
  readonly problems: readonly Diagnostic[];
}

const OPEN: LevelVersion = { level: 'privileged', version: 'latest' };

/** What holds in a namespace without labels, unless whoever runs the server says otherwise. */
export const DEFAULT_LEVELS: LevelOfMode = { enforce: OPEN, audit: OPEN, warn: OPEN };

/**
 * A level that means nothing counts as the strictest where it is enforced, and as none where it only tells: a cluster may
 * not be opened by a typing mistake, nor be filled with warnings.
 */
const LEVEL_OF_MISTAKE: Readonly<Record<Mode, Level>> = {
  enforce: 'restricted',
  audit: 'privileged',
  warn: 'privileged',
};

const isLevel = (value: string): value is Level => LEVELS.some((level) => level === value);

function problem(code: keyof typeof LABEL_CODES, label: string, value: string, hint: string): Diagnostic {
  const key = `metadata.labels[${label}]`;
  const message = `${key} is "${value}", which is no ${code} of the Pod Security Standards`;
  return { code: LABEL_CODES[code], severity: 'error', message, hint, place: { key } };
}

function levelOfMode(
  labels: Readonly<Record<string, string>>,
  mode: Mode,
  before: LevelVersion,
  problems: Diagnostic[],
): LevelVersion {
  const label = modeLabel(mode);
  const versionLabel = `${label}-version`;
  let { level, version } = before;
  const givenLevel = labels[label];
  if (givenLevel !== undefined) {
    level = isLevel(givenLevel) ? givenLevel : LEVEL_OF_MISTAKE[mode];
    if (!isLevel(givenLevel)) problems.push(problem('level', label, givenLevel, `Write ${LEVELS.join(', ')}.`));
  }
  const givenVersion = labels[versionLabel];
  if (givenVersion !== undefined) {
    const known = isPolicyVersion(givenVersion);
    version = known ? givenVersion : 'latest';
    if (!known)
      problems.push(problem('version', versionLabel, givenVersion, 'Write latest, or a minor such as v1.30.'));
  }
  return { level, version };
}

/**
 * What the labels of a namespace mean to Pod Security Admission.
 *
 * @param defaults what the server's own configuration says.
 */
export function levelsOfNamespace(
  labels: Readonly<Record<string, string>>,
  defaults: LevelOfMode = DEFAULT_LEVELS,
): NamespaceLevels {
  const problems: Diagnostic[] = [];
  const enforce = levelOfMode(labels, 'enforce', defaults.enforce, problems);
  const audit = levelOfMode(labels, 'audit', defaults.audit, problems);
  const warn = levelOfMode(labels, 'warn', defaults.warn, problems);
  return { enforce, audit, warn: warnsToo(labels, enforce, warn), problems };
}

/** What is enforced is warned of too (for workloads, whose pods would be refused later), unless a label says otherwise. */
function warnsToo(labels: Readonly<Record<string, string>>, enforce: LevelVersion, warn: LevelVersion): LevelVersion {
  const isStricter = LEVELS.indexOf(enforce.level) > LEVELS.indexOf(warn.level);
  const says = (mode: Mode): boolean => labels[modeLabel(mode)] !== undefined;
  if (says('warn') || !isLevel(labels[modeLabel('enforce')] ?? '') || !isStricter) return warn;
  const hasVersion = labels[`${modeLabel('warn')}-version`] !== undefined;
  return { level: enforce.level, version: hasVersion ? warn.version : enforce.version };
}

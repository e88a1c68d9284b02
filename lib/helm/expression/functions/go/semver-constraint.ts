import { RenderError } from '../../go-value';
import { comparePreReleases, compareVersions, parseVersion, type Version } from './semver';
import { byteLength } from './utf8';

/** One comparison, such as `>=1.2.x`. What is left out or written as `x` is open. */
interface Constraint {
  readonly operator: string;
  readonly version: Version;
  /** Where the version is open: from the major number on, from the minor, only the patch, or nowhere. */
  readonly open: 'major' | 'minor' | 'patch' | undefined;
}

const OPERATORS = '=||!=|>|<|>=|=>|<=|=<|~|~>|\\^';
const PATTERN =
  'v?([0-9|x|X|\\*]+)(\\.[0-9|x|X|\\*]+)?(\\.[0-9|x|X|\\*]+)?' +
  '(-([0-9A-Za-z\\-]+(\\.[0-9A-Za-z\\-]+)*))?(\\+([0-9A-Za-z\\-]+(\\.[0-9A-Za-z\\-]+)*))?';
const SPACE = '[\\t\\n\\f\\r ]';
const ONE = new RegExp(`^${SPACE}*(${OPERATORS})${SPACE}*(${PATTERN})${SPACE}*$`);
const FIND = new RegExp(`(${OPERATORS})${SPACE}*(${PATTERN})`, 'g');
const RANGE = new RegExp(`${SPACE}*(${PATTERN})${SPACE}+-${SPACE}+(${PATTERN})${SPACE}*`, 'g');
const GROUP = new RegExp(
  `^(${SPACE}*(${OPERATORS})${SPACE}*(${PATTERN})${SPACE}*)((?:${SPACE}+|,${SPACE}*)(${OPERATORS})${SPACE}*(${PATTERN})${SPACE}*)*$`,
);
const LONGEST = 512;
const MOST_GROUPS = 32;

/**
 * Masterminds' `Constraint.Check`, which differs from npm's: a version with a pre-release fits only a group in which some
 * constraint has one, and `1.2` means `~1.2`.
 *
 * @throws RenderError for text that is no constraint or no version.
 */
export function satisfies(constraint: string, version: string): boolean {
  const groups = parseConstraints(constraint);
  const parsed = parseVersion(version);
  return groups.some((group) => {
    const preReleases = group.some(({ version: { pre } }) => pre !== '');
    return (parsed.pre === '' || preReleases) && group.every((one) => fits(parsed, one));
  });
}

function parseConstraints(text: string): readonly (readonly Constraint[])[] {
  if (byteLength(text) > LONGEST) throw new RenderError('constraint string is too long');
  let rewritten = text;
  for (const match of text.matchAll(RANGE))
    rewritten = rewritten.replace(match[0], () => `>= ${match[1]}, <= ${match[11]} `);
  const groups = rewritten.split('||');
  if (groups.length > MOST_GROUPS) throw new RenderError('too many constraint groups');
  return groups.map((group) => {
    if (!GROUP.test(group)) throw new RenderError(`improper constraint: "${group}"`);
    return (group.match(FIND) ?? [group]).map(parseConstraint);
  });
}

const isOpen = (part: string | undefined) => part === undefined || /^\.?[xX*]$/.test(part);

function parseConstraint(text: string): Constraint {
  const [whole, operator = '', , major, minor, patch, pre = ''] = ONE.exec(text) ?? [];
  if (whole === undefined) throw new RenderError(`improper constraint: "${text}"`);
  if (isOpen(major)) return { operator, version: parseVersion(`0.0.0${pre}`), open: 'major' };
  if (isOpen(minor)) return { operator, version: parseVersion(`${major}.0.0${pre}`), open: 'minor' };
  if (isOpen(patch)) return { operator, version: parseVersion(`${major}${minor}.0${pre}`), open: 'patch' };
  return { operator, version: parseVersion(`${major}${minor}${patch}${pre}`), open: undefined };
}

type Check = (version: Version, constraint: Constraint) => boolean;

const tilde: Check = (version, { version: least, open }) => {
  if (compareVersions(version, least) < 0) return false;
  // ~0.0.0 takes everything, and so does ~x.
  const zero = least.major === 0n && least.minor === 0n && least.patch === 0n;
  if (zero && open !== 'minor' && open !== 'patch') return true;
  return version.major === least.major && (version.minor === least.minor || open === 'minor');
};

const caret: Check = (version, { version: least, open }) => {
  if (compareVersions(version, least) < 0) return false;
  if (least.major > 0n || open === 'minor') return version.major === least.major;
  if (version.major > 0n) return false;
  if (least.minor > 0n || open === 'patch') return version.minor === least.minor;
  return version.minor === 0n && version.patch === least.patch;
};

const tildeOrEqual: Check = (version, constraint) =>
  constraint.open ? tilde(version, constraint) : compareVersions(version, constraint.version) === 0;

const notEqual: Check = (version, { version: other, open }) => {
  if (open === undefined) return compareVersions(version, other) !== 0;
  if (version.major !== other.major) return true;
  if (version.minor !== other.minor && open !== 'minor') return true;
  if (open === 'minor') return false;
  if (open === 'major') return version.patch !== other.patch || compareVersions(version, other) !== 0;
  return (version.pre !== '' || other.pre !== '') && comparePreReleases(version.pre, other.pre) !== 0;
};

const greater: Check = (version, { version: other, open }) => {
  if (open === undefined || version.major !== other.major) {
    return open === undefined ? compareVersions(version, other) > 0 : version.major > other.major;
  }
  // >11 means 12 or more, >11.1 means 11.2 or more.
  if (open === 'minor') return false;
  return open === 'patch' ? version.minor > other.minor : compareVersions(version, other) > 0;
};

const atMost: Check = (version, { version: other, open }) => {
  if (open === undefined) return compareVersions(version, other) <= 0;
  return (
    version.major < other.major || (version.major === other.major && (version.minor <= other.minor || open === 'minor'))
  );
};

const atLeast: Check = (version, { version: other }) => compareVersions(version, other) >= 0;

const CHECKS: Readonly<Record<string, Check>> = {
  '': tildeOrEqual,
  '=': tildeOrEqual,
  '!=': notEqual,
  '>': greater,
  '<': (version, { version: other }) => compareVersions(version, other) < 0,
  '>=': atLeast,
  '=>': atLeast,
  '<=': atMost,
  '=<': atMost,
  '~': tilde,
  '~>': tilde,
  '^': caret,
};

function fits(version: Version, constraint: Constraint): boolean {
  return CHECKS[constraint.operator]?.(version, constraint) ?? false;
}

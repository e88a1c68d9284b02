import { filterSlashes } from '../glob/glob';
import type { ChangeProfileRule, FileRule, LinkRule } from '../model/rules';
import { atLeast, type ParserVersion } from '../versions';
import { type Aliases, aliased } from './aliases';
import { isAudited, type Laid } from './collect';
import { type Context, expanded } from './context';
import { type ChangeProfileEntry, type ExecMode, FILE_BITS, type FileEntry, type FilePerms } from './model';
import { type ExecBits, execMode, isPermsProblem, readPerms } from './perms';

/** What the rules of a profile need to know of it. */
export interface Home extends Context {
  readonly aliases: Aliases;
  /** The profile's own name as it is written: children of `cx -> name` are looked up below it. */
  readonly ownName: string;
}

const ALL_BITS = Object.values(FILE_BITS).reduce((sum, bit) => sum | bit, 0);
const INHERIT: ExecBits = { unsafe: false, inherit: true, pux: false, transition: undefined };
/** What `file,` and `all,` name. */
export const EVERYTHING = '/{**,}';

const common = (laid: Laid) => ({
  audit: isAudited(laid),
  mode: laid.mode,
  priority: laid.priority,
  ...(laid.stated && { stated: true }),
});

const halves = ({ owner, other }: Laid, bits: number): FilePerms => ({
  owner: owner ? bits : 0,
  other: other ? bits : 0,
});

export function fileEntry(rule: FileRule, laid: Laid, home: Home): FileEntry | undefined {
  const read = rule.perms && readPerms(rule.perms.value);
  if (read !== undefined && isPermsProblem(read)) return undefined;
  const bits = read === undefined ? ALL_BITS : read.bits;
  const links = linksTo(rule, bits, home.version);
  const pattern = rule.path === undefined ? EVERYTHING : expanded(rule.path, home);
  const exec = read === undefined ? INHERIT : read.exec && withKeyword(read.exec, rule.exec);
  return {
    rule,
    ...common(laid),
    patterns: paths(pattern, home),
    perms: halves(laid, bits),
    ...(exec !== undefined && laid.mode !== 'deny' && { exec: modeOf(exec, links ? undefined : rule, home) }),
    ...(links && rule.target !== undefined && { linkTargets: targets(expanded(rule.target, home), home) }),
    subset: rule.subset || ((bits & FILE_BITS.l) !== 0 && !links),
  };
}

export function linkEntry(rule: LinkRule, laid: Laid, home: Home): FileEntry {
  return {
    rule,
    ...common(laid),
    patterns: paths(expanded(rule.path, home), home),
    perms: halves(laid, FILE_BITS.l),
    linkTargets: targets(expanded(rule.target, home), home),
    subset: rule.subset,
  };
}

export function changeProfileEntry(rule: ChangeProfileRule, laid: Laid, home: Home): ChangeProfileEntry {
  return {
    rule,
    ...common(laid),
    target: rule.target === undefined ? '**' : expanded(rule.target, home),
    ...(rule.path !== undefined && { exec: expanded(rule.path, home) }),
    clean: rule.exec !== 'unsafe',
  };
}

/** Whether what stands behind `->` may be linked to. With the permissions last it is that from 5.0 on only. */
function linksTo({ target, permsFirst }: FileRule, bits: number, version: ParserVersion): boolean {
  if (target === undefined || (bits & FILE_BITS.l) === 0) return false;
  return permsFirst || (atLeast(version, '5.0') && (bits & FILE_BITS.x) === 0);
}

export const withKeyword = (exec: ExecBits, keyword: FileRule['exec']): ExecBits =>
  keyword === undefined ? exec : { ...exec, unsafe: keyword === 'unsafe' };

/** The target of an exec rule. That of `cx` stands below the profile, unless it is the path itself. */
function modeOf(exec: ExecBits, rule: FileRule | undefined, home: Home): ExecMode {
  const written = rule?.target?.value;
  if (written === undefined) return execMode(exec, undefined);
  const [, child] = /^[^:&].*?\/\/(.*)$/.exec(written) ?? [];
  const local = exec.transition === 'c' && !written.startsWith(':');
  if (child === rule?.path?.value || (local && written === rule?.path?.value))
    return execMode({ ...exec, transition: 'c' }, undefined);
  return execMode(exec, local ? `${home.ownName}//${written}` : written);
}

function paths(pattern: string, home: Home): readonly string[] {
  return [pattern, ...aliased(pattern, home.aliases)].map(filterSlashes);
}

/** 2.13 does not filter the slashes of what is linked to. */
const targets = (pattern: string, home: Home): readonly string[] =>
  home.version === '2.13' ? [pattern, ...aliased(pattern, home.aliases)] : paths(pattern, home);

/** Rules that the parser adds, so that programs can ask for another profile. They hold for the owner alone. */
export function impliedFiles(
  changes: boolean,
  hats: boolean,
  isHat: boolean,
  version: ParserVersion,
): readonly FileEntry[] {
  const old = !atLeast(version, '3.0');
  const entries: FileEntry[] = [];
  if (changes)
    entries.push(...access(old ? '/proc/*/attr/{current,exec}' : '/proc/*/attr/{apparmor/,}{current,exec}', old));
  if (old ? isHat && !hats : isHat || hats)
    entries.push(...access(old ? '/proc/[0-9]*/attr/current' : '/proc/[0-9]*/attr/{apparmor/,}current', old));
  return entries;
}

function access(writable: string, old: boolean): readonly FileEntry[] {
  const write = implied(writable, FILE_BITS.w);
  if (old) return [write];
  return [
    implied('/proc/*/attr/apparmor/', FILE_BITS.r),
    implied('/sys/module/apparmor/parameters/enabled', FILE_BITS.r),
    write,
  ];
}

const implied = (pattern: string, owner: number): FileEntry => ({
  audit: false,
  mode: 'allow',
  priority: 0,
  patterns: [pattern],
  perms: { owner, other: 0 },
  subset: false,
});

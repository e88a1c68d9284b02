import { nearestHint } from '../../../diagnostics/nearest';
import type { Complain } from '../complain';
import { withKeyword } from '../expand/files';
import { FILE_BITS } from '../expand/model';
import { type ExecBits, isPermsProblem, isQualified, type PermsProblem, readPerms } from '../expand/perms';
import type { ChangeProfileRule, FileRule, Prefix } from '../model/rules';
import type { Span, Word } from '../model/source';
import { atLeast, type ParserVersion } from '../versions';

const EXEC_MODES = ['ix', 'px', 'Px', 'cx', 'Cx', 'ux', 'Ux', 'pix', 'Pix', 'cix', 'Cix', 'pux', 'PUx', 'cux', 'CUx'];

/** What the letters of a file rule mean together. Blocks around it say more of `x`: see checkExec. */
export function checkFile(rule: FileRule, complain: Complain): void {
  if (rule.perms === undefined) return;
  const read = readPerms(rule.perms.value);
  if (isPermsProblem(read)) {
    complainOfPerms(read, rule.perms, complain);
    return;
  }
  const { bits, exec } = read;
  const links = (bits & FILE_BITS.l) !== 0;
  if (rule.subset && rule.permsFirst && bits !== FILE_BITS.l)
    complain(
      'linkRule',
      rule.perms,
      'subset can only stand in rules that link and do nothing else',
      'write: link subset',
    );
  if (rule.target !== undefined && rule.permsFirst && links && exec !== undefined)
    complain(
      'linkRule',
      rule.perms,
      `${rule.perms.raw} links and executes: what stands behind -> cannot be for both`,
      'write a rule for each',
    );
  if (rule.target !== undefined && rule.permsFirst && links && namesNamespace(rule.target.value))
    complain('linkRule', rule.target, 'a link cannot lead to a profile in a namespace', 'write a path behind ->');
  if (rule.exec !== undefined && exec === undefined)
    complain(
      'execKeyword',
      rule.perms,
      `${rule.exec} stands in a rule that executes nothing`,
      `take ${rule.exec} out, or add an exec mode such as px`,
    );
}

const namesNamespace = (label: string): boolean => /^&?:[^:]+:./.test(label);

function complainOfPerms({ fault, at, length }: PermsProblem, word: Word, complain: Complain): void {
  const start = word.span.start + Math.max(0, word.raw.indexOf(word.value)) + at;
  const piece = word.value.slice(at, at + length);
  const [code, message, hint] = PERMS_FAULTS[fault](piece);
  complain(code, { ...word.span, start, end: start + length }, message, hint);
}

type Told = readonly [Parameters<Complain>[0], string, string];

const PERMS_FAULTS: Readonly<Record<PermsProblem['fault'], (piece: string) => Told>> = {
  append: () => [
    'permsContradict',
    'a (append) and w (write) cannot stand together',
    'w allows to append: leave a out',
  ],
  modes: (piece) => ['permsContradict', `the exec mode ${piece} contradicts the one before it`, 'leave one of them'],
  letter: (piece) => [
    'permUnknown',
    `there is no file permission ${piece}`,
    `permissions are r, w, a, l, k, m, and exec modes such as ${EXEC_MODES.slice(0, 3).join(', ')}`,
  ],
};

/** A rule with `x` as the parser sees it: with its own prefix first, then with that of each block around it. */
export function checkExec(
  rule: FileRule | ChangeProfileRule,
  blocks: readonly Prefix[],
  version: ParserVersion,
  complain: Complain,
): void {
  const exec = execOf(rule);
  if (exec === undefined) return;
  const { at, bits, named } = exec;
  const modern = atLeast(version, '4.1');
  let mode = rule.prefix.mode ?? 'allow';
  // Up to 3.0 a named target stands for the qualifier of what is allowed, unless a block is around it. A change of
  // profile is looked at in blocks only.
  const qualified = isQualified(bits) || (named && !modern && mode !== 'deny');
  if (rule.kind === 'file') complainOfExec(mode, qualified, at, complain);
  for (const prefix of blocks) {
    if (modern) mode = prefix.mode ?? 'allow';
    complainOfExec(mode, isQualified(bits), at, complain);
  }
}

interface Exec {
  readonly at: Word | Span;
  readonly bits: ExecBits;
  readonly named: boolean;
}

const BARE: ExecBits = { unsafe: false, inherit: false, pux: false, transition: undefined };

function execOf(rule: FileRule | ChangeProfileRule): Exec | undefined {
  if (rule.kind === 'change_profile')
    return rule.path && { at: rule.path, bits: { ...BARE, unsafe: rule.exec === 'unsafe' }, named: false };
  if (rule.perms === undefined) return { at: rule.span, bits: { ...BARE, inherit: true }, named: false };
  const read = readPerms(rule.perms.value);
  if (isPermsProblem(read) || read.exec === undefined) return undefined;
  return { at: rule.perms, bits: withKeyword(read.exec, rule.exec), named: rule.target !== undefined };
}

function complainOfExec(mode: Prefix['mode'], qualified: boolean, at: Word | Span, complain: Complain): void {
  const shown = 'raw' in at ? at.raw : 'file';
  if (mode === 'deny' && qualified)
    complain('execQualifier', at, `a rule that denies has no exec mode: ${shown}`, 'write x alone');
  if (mode !== 'deny' && !qualified)
    complain(
      'execQualifier',
      at,
      `x alone can only be denied: ${shown}`,
      `write an exec mode: ${EXEC_MODES.join(', ')}`,
    );
}

export function checkChangeProfile({ exec, path, span }: ChangeProfileRule, complain: Complain): void {
  if (path === undefined && exec !== undefined)
    complain(
      'execCondition',
      span,
      `${exec} needs the program that the change waits for`,
      `write: change_profile ${exec} /path -> name,`,
    );
  else if (path !== undefined && !path.value.startsWith('/') && !path.value.startsWith('@{'))
    complain(
      'execCondition',
      path,
      `the program ${path.raw} is no path`,
      nearestHint(path.value, ['safe', 'unsafe']) ?? 'it must begin with /',
    );
}

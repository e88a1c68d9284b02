import type {
  AccessRule,
  AllRule,
  CapabilityRule,
  ChangeProfileRule,
  Condition,
  FileRule,
  LinkRule,
  MountRule,
  PivotRootRule,
  RlimitRule,
} from '../model/rules';
import type { Word } from '../model/source';
import { NOWHERE, nameWord, pathWord, textWord } from './words';

/** What every built rule begins with; qualifiers are laid on it later. */
const BASE = { span: NOWHERE, prefix: {} } as const;

/** A value, several, or none: then the condition is left out. */
type Value = Word | readonly Word[] | undefined;

/** `name=value` for a word, `name=(a, b)` for several. */
function condition(name: string, value: Word | readonly Word[], operator: '=' | 'in' = '='): Condition {
  const list = Array.isArray(value);
  return { name: nameWord(name, 'condition'), operator, values: list ? value : [value as Word], list };
}

/** Those that have a value, in this order. */
function conditionsOf(values: Readonly<Record<string, Value>>): readonly Condition[] {
  return Object.entries(values).flatMap(([name, value]) =>
    value === undefined || (Array.isArray(value) && value.length === 0) ? [] : [condition(name, value)],
  );
}

/** `/path rw -> target` */
export function fileRule(path: string, perms: string, target?: string): FileRule {
  return {
    ...BASE,
    kind: 'file',
    keyword: false,
    path: pathWord(path, 'path'),
    perms: nameWord(perms, 'permissions'),
    permsFirst: false,
    subset: false,
    ...(target === undefined ? {} : { target: textWord(target, 'target') }),
  };
}

/** `file` */
export const allFilesRule = (): FileRule => ({
  ...BASE,
  kind: 'file',
  keyword: true,
  permsFirst: false,
  subset: false,
});

/** `link subset /path -> /target` */
export const linkRule = (path: string, target: string, subset: boolean): LinkRule => ({
  ...BASE,
  kind: 'link',
  subset,
  path: pathWord(path, 'path'),
  target: pathWord(target, 'target'),
});

/** `capability a b`; all of them without names. */
export const capabilityRule = (names: readonly string[]): CapabilityRule => ({
  ...BASE,
  kind: 'capability',
  names: names.map((name) => nameWord(name, 'capability')),
});

/** What an access rule says, as far as it says anything. */
interface AccessParts {
  readonly access?: readonly string[];
  readonly names?: readonly Word[];
  readonly conditions?: Readonly<Record<string, Value>>;
  readonly peer?: Readonly<Record<string, Value>>;
}

/** `kind (access) names conditions peer=(conditions)` */
export function accessRule(kind: AccessRule['kind'], parts: AccessParts = {}): AccessRule {
  const peer = conditionsOf(parts.peer ?? {});
  return {
    ...BASE,
    kind,
    access: (parts.access ?? []).map((each) => nameWord(each, 'access')),
    names: parts.names ?? [],
    conditions: conditionsOf(parts.conditions ?? {}),
    ...(peer.length === 0 ? {} : { peer: { name: nameWord('peer', 'condition'), conditions: peer } }),
  };
}

/** What is mounted where. */
interface MountParts {
  readonly fstypes?: readonly string[];
  readonly options?: readonly string[];
  /** Whether the mount may have fewer of the options. */
  readonly optionsIn?: boolean;
  readonly source?: string;
  readonly target?: string;
}

/** `mount fstype=(…) options=(…) /source -> /target` */
export function mountRule(kind: MountRule['kind'], parts: MountParts): MountRule {
  const options = (parts.options ?? []).map((each) => nameWord(each, 'option'));
  return {
    ...BASE,
    kind,
    conditions: [
      ...conditionsOf({ fstype: parts.fstypes?.map((each) => textWord(each, 'file system')) }),
      ...(options.length === 0 ? [] : [condition('options', options, parts.optionsIn ? 'in' : '=')]),
    ],
    ...(parts.source === undefined ? {} : { source: textWord(parts.source, 'source') }),
    ...(parts.target === undefined ? {} : { target: pathWord(parts.target, 'mount point') }),
    targetConditions: [],
  };
}

/** `pivot_root oldroot=/old /new -> profile` */
export const pivotRootRule = (oldRoot?: string, newRoot?: string, target?: string): PivotRootRule => ({
  ...BASE,
  kind: 'pivot_root',
  conditions: conditionsOf({ oldroot: oldRoot === undefined ? undefined : pathWord(oldRoot, 'old root') }),
  ...(newRoot === undefined ? {} : { path: pathWord(newRoot, 'new root') }),
  ...(target === undefined ? {} : { target: textWord(target, 'profile') }),
});

/** `change_profile unsafe /program -> target`; to any profile without a target. */
export const changeProfileRule = (target?: string, path?: string, exec?: 'safe' | 'unsafe'): ChangeProfileRule => ({
  ...BASE,
  kind: 'change_profile',
  ...(exec === undefined ? {} : { exec }),
  ...(path === undefined ? {} : { path: pathWord(path, 'program') }),
  ...(target === undefined ? {} : { target: textWord(target, 'profile') }),
});

/** `set rlimit nofile <= 1024` */
export const rlimitRule = (resource: string, value: Word, unit?: string): RlimitRule => ({
  ...BASE,
  kind: 'rlimit',
  resource: nameWord(resource, 'resource'),
  value,
  ...(unit === undefined ? {} : { unit: nameWord(unit, 'unit') }),
});

/** `all` */
export const allRule = (): AllRule => ({ ...BASE, kind: 'all' });

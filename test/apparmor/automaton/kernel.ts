/** What the kernel answers under a compiled profile: its own walks over the tables, nothing of ours. */
import type {
  Act,
  ChangeProfileAct,
  ExecAct,
  FileAccess,
  LinkAct,
  OpenAct,
} from '../../../lib/apparmor/language/evaluate/act';
import type { Next } from '../../../lib/apparmor/language/evaluate/answer';
import type { CompiledProfile } from './compiled';
import { DEAD, START } from './dfa';
import { askPolicy } from './kernel-policy';
import { auditFile, COMPLAIN, type Outcome } from './outcome';
import { filePermissions, MAY, type Permissions, X } from './permissions';

const UNCONFINED = 3;
const NOTHING: Permissions = { allow: 0, deny: 0, audit: 0, quiet: 0, xindex: 0 };

const bytes = (text: string): Buffer => Buffer.from(text, 'utf8');

const ACCESS: { readonly [letter in FileAccess]: number } = {
  r: MAY.read,
  w: MAY.write,
  a: MAY.append,
  k: MAY.lock,
  m: MAY.mmap,
};

function at(profile: CompiledProfile, from: number, path: string, owner: boolean): [state: number, perms: Permissions] {
  if (!profile.files) return [DEAD, NOTHING];
  const state = profile.files.dfa.match(from, bytes(path));
  return [state, filePermissions(profile.files, state, owner)];
}

export function open(profile: CompiledProfile, { path, access, owner = false }: OpenAct): Outcome {
  const request = access.reduce((sum, letter) => sum | ACCESS[letter], 0);
  const [, perms] = at(profile, START, path, owner);
  return auditFile(profile, perms, request, (request & ~perms.allow) !== 0);
}

export function link(profile: CompiledProfile, { path, target, owner = false }: LinkAct): Outcome {
  const [state, first] = at(profile, START, path, owner);
  if (!(first.allow & MAY.link)) return auditFile(profile, first, MAY.link, true);
  const between = profile.files?.dfa.step(state, 0) ?? DEAD;
  const [, pair] = at(profile, between, target, owner);
  let perms = { ...first, audit: pair.audit, quiet: pair.quiet };
  if (!(pair.allow & MAY.link)) return auditFile(profile, pair, MAY.link, true);
  if (!(pair.allow & MAY.subset)) return auditFile(profile, perms, MAY.link, false);
  const [, aim] = at(profile, START, target, owner);
  let request = perms.allow & ~MAY.link;
  perms = { ...perms, allow: perms.allow & (aim.allow | MAY.link) };
  if (request & ~perms.allow) return auditFile(profile, perms, request, true);
  const [x, y] = [perms.xindex, aim.xindex];
  const same = (x & ~X.unsafe) === (y & ~X.unsafe) && (!(x & X.unsafe) || (y & X.unsafe) !== 0);
  if (perms.allow & MAY.exec && !same) {
    perms = { ...perms, allow: perms.allow & ~MAY.exec };
    request |= MAY.exec;
    return auditFile(profile, perms, request, true);
  }
  return auditFile(profile, perms, request, false);
}

export function execute(
  profile: CompiledProfile,
  loaded: readonly string[],
  { path, owner = false }: ExecAct,
): Outcome {
  const [, perms] = at(profile, START, path, owner);
  if (perms.allow & MAY.exec) {
    const going = transition(profile, loaded, perms.xindex, path);
    if (going) return { ...auditFile(profile, perms, MAY.exec, false), ...going };
  }
  const without = { ...perms, allow: perms.allow & ~MAY.exec };
  const outcome = auditFile(profile, without, MAY.exec, true);
  return outcome.allowed ? { ...outcome, next: { kind: 'learning' }, cleans: false } : outcome;
}

function transition(
  { name, transitions }: CompiledProfile,
  loaded: readonly string[],
  xindex: number,
  path: string,
): Pick<Outcome, 'next' | 'cleans'> | undefined {
  const cleans = (xindex & X.unsafe) === 0;
  const type = xindex & X.type;
  // Names of the profiles in the test are their attachments, and no patterns.
  const wanted =
    type === X.table
      ? (transitions[xindex & X.index] as string)
      : type === X.name
        ? xindex & X.child
          ? `${name}//${path}`
          : path
        : undefined;
  if (wanted !== undefined && loaded.includes(wanted)) return { next: { kind: 'profile', name: wanted }, cleans };
  if (xindex & X.inherit) return { next: { kind: 'inherit' }, cleans: false };
  return xindex & X.unconfined ? { next: { kind: 'unconfined' }, cleans } : undefined;
}

export function changeProfile(profile: CompiledProfile, { target, exec }: ChangeProfileAct): Outcome {
  const [first, program] = exec === undefined ? [START, undefined] : at(profile, START, exec, false);
  const from = program ? (profile.files?.dfa.step(first, 0) ?? DEAD) : START;
  const [, perms] = at(profile, from, target, true);
  const waits = !program || (program.allow & MAY.onexec) !== 0;
  const granted = waits && (perms.allow & (program ? MAY.onexec : MAY.changeProfile)) !== 0;
  const next: Next = { kind: 'profile', name: target };
  if (granted) {
    const cleans = program !== undefined && !(perms.xindex & X.unsafe);
    return { allowed: true, log: profile.audit ? 'audit' : 'none', next, cleans };
  }
  return profile.mode === COMPLAIN ? { allowed: true, log: 'allowed', next } : { allowed: false, log: 'denied' };
}

function changeHat(profile: CompiledProfile, loaded: readonly CompiledProfile[], hat: string): Outcome {
  const name = `${profile.name}//${hat}`;
  const found = loaded.find((each) => each.name === name);
  const next: Next = { kind: 'profile', name };
  if (found?.hat) return { allowed: true, log: profile.audit ? 'audit' : 'none', next };
  return !found && profile.mode === COMPLAIN
    ? { allowed: true, log: 'allowed', next: { kind: 'learning' } }
    : { allowed: false, log: 'denied' };
}

/** Numbers of the capabilities of the kernel that the test asks for. */
const CAPABILITIES: Readonly<Record<string, number>> = {
  chown: 0,
  kill: 5,
  setuid: 7,
  net_admin: 12,
  sys_admin: 21,
  mac_admin: 33,
  syslog: 34,
  perfmon: 38,
  bpf: 39,
};

function useCapability({ capabilities, audit, mode }: CompiledProfile, name: string): Outcome {
  const bit = 1n << BigInt(CAPABILITIES[name] as number);
  if (capabilities.allow & bit) {
    return { allowed: true, log: audit || capabilities.audit & bit ? 'audit' : 'none' };
  }
  if (capabilities.quiet & bit && !audit) return { allowed: false, log: 'none' };
  return mode === COMPLAIN ? { allowed: true, log: 'allowed' } : { allowed: false, log: 'denied' };
}

/** `loaded`: all profiles of the policy. */
export function ask(profile: CompiledProfile, loaded: readonly CompiledProfile[], act: Act): Outcome {
  if (profile.mode === UNCONFINED) return { allowed: true, log: 'none' };
  switch (act.kind) {
    case 'open':
      return open(profile, act);
    case 'link':
      return link(profile, act);
    case 'exec':
      return execute(
        profile,
        loaded.map(({ name }) => name),
        act,
      );
    case 'change_profile':
      return changeProfile(profile, act);
    case 'change_hat':
      return changeHat(profile, loaded, act.hat);
    case 'capability':
      return useCapability(profile, act.name);
    default:
      return askPolicy(profile, act);
  }
}

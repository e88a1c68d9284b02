import { elsewhere } from '../complain';
import type { CapabilityEntry, ExecMode, FileEntry } from '../expand/model';
import type { Rule } from '../model/rules';
import { couldCover, covers, type Finding, isOwn, type Lint, type Subject, textOf } from './lint';

/**
 * APPARMOR1110: a rule that says nothing that another one does not say. Rules of included files are left out: an author may well
 * say what he needs whatever an abstraction says.
 */
export const uselessRules: Lint = (subject) => [...uselessFiles(subject), ...uselessCapabilities(subject)];

function uselessFiles(subject: Subject): readonly Finding[] {
  const own = subject.profile.files.filter(({ rule }) => isOwn(rule, subject));
  const candidates = couldCover(own);
  return own.flatMap((entry, index) => {
    const { rule } = entry;
    if (rule?.kind !== 'file') return [];
    const found = candidates(entry).find((at) => {
      const each = own[at];
      if (each === undefined || at === index || each.rule === rule) return false;
      return saysAsMuch(each, entry) && !(at > index && saysAsMuch(entry, each));
    });
    const other = found === undefined ? undefined : own[found];
    return other?.rule ? [useless(rule, other.rule)] : [];
  });
}

/** Whether one entry allows (or denies) all that the other one does, in the same way. */
function saysAsMuch(much: FileEntry, little: FileEntry): boolean {
  return (
    much.mode === little.mode &&
    much.priority === little.priority &&
    much.audit === little.audit &&
    holds(much.perms.owner, little.perms.owner) &&
    holds(much.perms.other, little.perms.other) &&
    sameLinks(much, little) &&
    sameExec(much.exec, little.exec) &&
    covers(much, little)
  );
}

const holds = (much: number, little: number): boolean => (much & little) === little;

/** What is started without a mode of its own is started as the other says. */
const sameExec = (much: ExecMode | undefined, little: ExecMode | undefined): boolean =>
  little === undefined || (much !== undefined && JSON.stringify(much) === JSON.stringify(little));

const sameLinks = (much: FileEntry, little: FileEntry): boolean =>
  much.subset === little.subset && little.linkTargets === undefined && much.linkTargets === undefined;

function uselessCapabilities(subject: Subject): readonly Finding[] {
  const { capabilities } = subject.profile;
  return capabilities.flatMap((entry, index) => {
    const { rule } = entry;
    if (rule?.kind !== 'capability' || !isOwn(rule, subject)) return [];
    const other = capabilities.find(
      (each, at) =>
        at !== index && isOwn(each.rule, subject) && names(each, entry) && !(at > index && names(entry, each)),
    );
    return other?.rule ? [useless(rule, other.rule)] : [];
  });
}

const names = (much: CapabilityEntry, little: CapabilityEntry): boolean =>
  much.mode === little.mode &&
  much.audit === little.audit &&
  (much.names.length === 0 || (little.names.length > 0 && little.names.every((name) => much.names.includes(name))));

const useless = (rule: Rule, other: Rule): Finding => ({
  code: 'ruleUseless',
  rule,
  message: `"${textOf(rule)}" adds nothing to "${textOf(other)}" (${elsewhere(other.span, rule.span)})`,
  hint: 'take one of them out, so that the profile says what it does',
});

/** APPARMOR1111: a rule that allows what another one denies. */
export const deniedRules: Lint = (subject) => {
  const { files, capabilities } = subject.profile;
  const denials = files.filter(({ mode }) => mode === 'deny');
  const ofFiles = files.flatMap((entry): readonly Finding[] => {
    const { rule, mode, perms, priority } = entry;
    if (mode === 'deny' || rule?.kind !== 'file' || !isOwn(rule, subject)) return [];
    const wins = denials.find(
      (each) =>
        each.priority >= priority &&
        holds(each.perms.owner, perms.owner) &&
        holds(each.perms.other, perms.other) &&
        covers(each, entry),
    );
    return wins?.rule ? [denied(rule, wins.rule)] : [];
  });
  const ofCapabilities = capabilities.flatMap((entry): readonly Finding[] => {
    const { rule, mode, names } = entry;
    if (mode === 'deny' || rule?.kind !== 'capability' || names.length === 0 || !isOwn(rule, subject)) return [];
    const wins = capabilities.find(
      (each) => each.mode === 'deny' && (each.names.length === 0 || names.every((name) => each.names.includes(name))),
    );
    return wins?.rule ? [denied(rule, wins.rule)] : [];
  });
  return [...ofFiles, ...ofCapabilities];
};

const denied = (rule: Rule, other: Rule): Finding => ({
  code: 'ruleDenied',
  rule,
  message: `"${textOf(rule)}" never counts: "${textOf(other)}" (${elsewhere(other.span, rule.span)}) denies it`,
  hint: 'take one of them out: what is denied stays denied, whatever else is allowed',
});

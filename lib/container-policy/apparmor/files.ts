import type { ContainerRules } from '../language/model';
import { BASE_READS, DEVICES, KERNEL_FILES, KERNEL_SECRETS, LIBRARIES, MEMORY_FILES, OWN_PROC } from './facts';
import { covers, meet } from './globs';
import { everySpelling, foldersAround, unique, withFolder } from './patterns';
import type { RuleList } from './rule-list';

/** What may be read is locked too: readers of databases and of lists of users do it. */
const READ = 'rk';
const CHANGE = 'rwk';

/** Whether what a container may write it may neither start nor load: else a copy of any program would be a new program. */
export function writeOrRun({ processes, shells }: ContainerRules): boolean {
  return processes.start === 'only' || !shells.allowed;
}

/** Rules of the property `files`. */
export function addFiles(rules: ContainerRules, audit: boolean, list: RuleList): void {
  const { files, processes } = rules;
  const [readOnly, writable, hidden] = [files.readOnly, files.writable, files.hidden].map((each) =>
    unique(each.map(withFolder)),
  ) as [readonly string[], readonly string[], readonly string[]];
  if (files.rest === 'hidden') {
    list.allow('files: what every program reads', BASE_READS, READ);
    list.allow('files.readOnly: may be read', readOnly, READ);
  } else {
    const all = files.rest === 'writable';
    // The root itself comes with the files in memory.
    list.allow(`files.rest: ${files.rest}`, ['/**'], all ? CHANGE : READ);
  }
  list.allow('files.writable: may be changed', writable, CHANGE);
  // Only of the owner of its target the kernel asks that a link has no more rights than that. Audit mode allows no link, so
  // that each is logged: what a link is worth depends on its target, which no rule here names.
  const linked = files.rest === 'writable' ? ['/**'] : writable;
  if (!audit) list.allow('files.writable: hard links to what is writable too', linked, 'l', true);
  list.allow('devices of every container', DEVICES, 'rwk');
  list.allow('what a process says of itself', [OWN_PROC], 'rw', true);
  list.allow('files that are only in memory', [MEMORY_FILES], 'mrwk');
  if (processes.start === 'only') {
    const more = unique(files.libraries.map(everySpelling));
    list.allow('libraries: code that programs load', [...LIBRARIES, ...more], 'mr');
  }
  const reached = (pattern: string): boolean =>
    files.rest === 'writable' || writable.some((other) => meet(pattern, other));
  // Something writable inside of something read-only is the exception to it.
  const guarded = readOnly.filter((each) => reached(each) && !writable.some((other) => covers(each, other)));
  list.forbid(
    'files.readOnly: no change, and no other file in its place',
    [...guarded, ...guarded.flatMap(foldersAround)],
    'wl',
  );
  if (files.rest === 'writable' || writable.some((pattern) => KERNEL_FILES.some((kernel) => meet(pattern, kernel)))) {
    list.forbid('the kernel: no container changes it', KERNEL_FILES, 'wl');
  }
  list.forbid('the kernel: what no container needs to know', KERNEL_SECRETS, 'rwl');
  if (writeOrRun(rules)) {
    list.forbid('files.writable: what can be written can be neither started nor loaded', writable, 'mx');
  }
  list.forbid('files.hidden: neither read, changed, started nor loaded', hidden, 'mrwlkx');
  const above = unique(hidden.filter(reached).flatMap(foldersAround));
  list.forbid('files.hidden: the folders around keep their names', above, 'w');
}

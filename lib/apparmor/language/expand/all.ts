import type { AllRule } from '../model/rules';
import { isAudited, type Laid } from './collect';
import { EVERYTHING } from './files';
import type { AccessEntry, CapabilityEntry, FileEntry, MountEntry, PivotRootEntry } from './model';
import { FILE_BITS } from './model';
import { execMode } from './perms';

const { x: EXEC, ...DATA } = FILE_BITS;
const DATA_BITS = Object.values(DATA).reduce((sum, bit) => sum | bit, 0);

/** What `all,` stands for: one rule of every kind. */
export interface Everything {
  readonly files: readonly FileEntry[];
  readonly capability: CapabilityEntry;
  readonly access: AccessEntry;
  readonly mounts: readonly MountEntry[];
  readonly pivotRoot: PivotRootEntry;
}

export function everything(rule: AllRule, laid: Laid): Everything {
  const common = { audit: isAudited(laid), mode: laid.mode, priority: laid.priority };
  const file = { ...common, patterns: [EVERYTHING], subset: true };
  const denied = laid.mode === 'deny';
  return {
    files: [
      // Denied data are the owner's alone: the parser forgets the others.
      { ...file, perms: { owner: DATA_BITS, other: denied ? 0 : DATA_BITS } },
      {
        ...file,
        subset: false,
        perms: { owner: EXEC, other: EXEC },
        // Lower than all that is written, so that other exec modes win over it.
        priority: laid.priority - 2,
        ...(!denied && {
          exec: execMode({ unsafe: false, inherit: true, pux: false, transition: undefined }, undefined),
        }),
      },
    ],
    capability: { ...common, rule, names: [] },
    access: { ...common, rule, access: [], names: [], conditions: [], peer: [] },
    mounts: (['mount', 'remount', 'umount'] as const).map((kind) => ({ ...common, rule, kind, conditions: [] })),
    pivotRoot: { ...common, rule },
  };
}

import { flatItems } from '../expand/declare';
import type { PolicyFile } from '../model/policy';
import type { ParserVersion } from '../versions';

/** Kinds of rules that the parser leaves out where the kernel, or the abi of the text, does not know them. */
export type Mediated = 'dbus' | 'unix' | 'network' | 'mqueue' | 'io_uring' | 'xattrs';

const OF_3: readonly Mediated[] = ['dbus', 'unix', 'xattrs'];
const OF_4: readonly Mediated[] = [...OF_3, 'mqueue'];
/** With the conditions of network rules. */
const OF_IP: readonly Mediated[] = [...OF_4, 'network'];
const OF_5: readonly Mediated[] = [...OF_IP, 'io_uring'];

/** What the files of features that come with AppArmor name. */
const ABIS: Readonly<Record<string, readonly Mediated[]>> = {
  'abi/3.0': OF_3,
  'abi/4.0': OF_4,
  'abi/4.0-ip': OF_IP,
  'abi/5.0': OF_5,
  'abi/5.0-interface': OF_5,
  'abi/kernel-5.4-outoftree-network': OF_3.filter((kind) => kind !== 'xattrs'),
  'abi/kernel-5.4-vanilla': [],
};

/** The richest features that come with each version: those of the kernel that is assumed. */
const KERNELS: Readonly<Record<ParserVersion, readonly Mediated[]>> = {
  '2.13': OF_3,
  '3.0': OF_3,
  '4.1': OF_4,
  '5.0': OF_5,
};

/**
 * The kinds of rules that make it into the policy: mistakes in others show only later, on a kernel that knows them. The
 * first `abi` of the text counts; 2.13 takes no notice of it. Unknown files of features are taken to name everything.
 */
export function mediatedIn({ items }: PolicyFile, version: ParserVersion): ReadonlySet<Mediated> {
  const kernel = KERNELS[version];
  if (version === '2.13') return new Set(kernel);
  for (const item of flatItems(items)) {
    if (item.kind !== 'abi') continue;
    const named = Object.hasOwn(ABIS, item.path.value) ? ABIS[item.path.value] : undefined;
    return new Set(named === undefined ? kernel : kernel.filter((kind) => named.includes(kind)));
  }
  return new Set(kernel);
}

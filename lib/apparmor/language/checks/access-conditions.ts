import type { AccessRule } from '../model/rules';
import type { Lifetime } from '../versions';

type Kind = AccessRule['kind'];

/** A condition of a rule, such as `addr=`. */
export interface AccessCondition extends Lifetime {
  /** The only side where it may stand: before, or within `peer=(…)`. */
  readonly side?: 'local' | 'peer';
  /** Whether it may have several values. Where it may and takes one only, the first counts. */
  readonly many?: boolean;
  /** Whether it may be written more than once. */
  readonly repeats?: boolean;
  /** Whether `:=` may stand for `=`. */
  readonly sets?: boolean;
  /** The parser knows it and refuses it. */
  readonly refused?: boolean;
}

export interface KindConditions {
  readonly conditions: Readonly<Record<string, AccessCondition>>;
  /** Conditions before and within `peer=(…)` are the same ones, of which each may stand there once. */
  readonly shared?: boolean;
  /** Any name does for the group that should be `peer`. */
  readonly anyGroup?: boolean;
}

const ONE_SIDE: AccessCondition = { many: true };

/** apparmor.d(5), and what the parsers take and refuse. */
export const ACCESS_CONDITIONS: Readonly<Record<Kind, KindConditions>> = {
  network: {
    conditions: {
      ip: ONE_SIDE,
      port: ONE_SIDE,
      label: { many: true, sets: true, since: '5.0' },
      interface: { many: true, side: 'local', since: '5.0' },
    },
  },
  unix: {
    conditions: {
      type: { side: 'local' },
      protocol: { side: 'local', refused: true },
      addr: {},
      label: { side: 'peer' },
    },
  },
  dbus: {
    shared: true,
    conditions: { bus: {}, name: {}, path: {}, interface: {}, member: {}, label: { side: 'peer' } },
  },
  signal: { conditions: { set: { many: true, repeats: true }, peer: ONE_SIDE } },
  ptrace: { conditions: { peer: ONE_SIDE } },
  mqueue: { conditions: { type: { many: true, repeats: true }, label: ONE_SIDE } },
  userns: { conditions: {} },
  io_uring: { shared: true, anyGroup: true, conditions: { label: {} } },
};

/** Start states of the lexer: the same characters are other tokens in each. Named as the parser of AppArmor names them. */
export const STATES = [
  'initial',
  'sub_id',
  'sub_id_ws',
  'sub_value',
  'identity_value',
  'extcond',
  'extcondlist',
  'network',
  'list_val',
  'list_cond',
  'list_cond_val',
  'list_cond_paren_val',
  'assign',
  'rlimit',
  'mount',
  'dbus',
  'signal',
  'ptrace',
  'unix',
  'change_profile',
  'include',
  'include_exists',
  'abi',
  'userns',
  'mqueue',
  'integer',
  'expr',
  'assign_expr',
  'assign_expr_start',
] as const;

export type State = (typeof STATES)[number];

/**
 * A stack of states as one number, five bits for each: that makes it a key for what was read from there before.
 * `initial` is 0 and lies below everything. It never lies on top of itself: nothing ever takes it off.
 */
export type StateStack = number;

const SIZE = 32;

export const topOf = (stack: StateStack): number => stack % SIZE;

export const popped = (stack: StateStack): StateStack => Math.floor(stack / SIZE);

/** What stands on top of the stack is replaced. */
export const begun = (stack: StateStack, state: State): StateStack => popped(stack) * SIZE + STATES.indexOf(state);

export const pushed = (stack: StateStack, state: State): StateStack =>
  state === 'initial' && topOf(stack) === 0 ? stack : stack * SIZE + STATES.indexOf(state);

import { checkApparmor } from './check-apparmor';
import { completion } from './completion';
import type { CommandRow } from './row';

export type { CommandRow, Example } from './row';

/** All commands. A new one is one file and one row. */
export const COMMANDS: readonly CommandRow[] = [checkApparmor, completion];

/** What the first word of commands with two words is about. */
export const GROUPS: Readonly<Record<string, string>> = {
  check: 'check policy text: every problem with its place',
};

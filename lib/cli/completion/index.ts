import { bash } from './bash';
import { fish } from './fish';
import type { CompletionModel } from './model';
import { zsh } from './zsh';

/** Writers of completion scripts by shell. */
export const SCRIPTS = { bash, fish, zsh } as const satisfies Readonly<
  Record<string, (model: CompletionModel) => string>
>;

export type Shell = keyof typeof SCRIPTS;

/** Names of the shells. */
export const SHELLS = Object.keys(SCRIPTS) as readonly Shell[];

import { createColors } from 'picocolors';
import { type Painter, plainPainter, type Role } from '../diagnostics/painter';
import type { Io, Output } from './io';

/**
 * Colours for a stream: when it is a terminal, unless `NO_COLOR` is set or the terminal is dumb. `FORCE_COLOR` brings
 * them into pipes too. A variable that is set to nothing counts as not set (no-color.org).
 */
export function wantsColor({ isTTY }: Output, env: Io['env']): boolean {
  if ((env.NO_COLOR ?? '') !== '') return false;
  if ((env.FORCE_COLOR ?? '') !== '') return env.FORCE_COLOR !== '0';
  return isTTY && env.TERM !== 'dumb';
}

/** The painter for a stream. */
export function painterFor(output: Output, env: Io['env']): Painter {
  if (!wantsColor(output, env)) return plainPainter;
  const colors = createColors(true);
  const roles: Readonly<Record<Role, (text: string) => string>> = {
    error: (text) => colors.bold(colors.red(text)),
    warning: (text) => colors.bold(colors.yellow(text)),
    note: colors.cyan,
    place: colors.bold,
    code: colors.dim,
    hint: colors.green,
    gutter: colors.dim,
    good: colors.green,
  };
  return (role, text) => roles[role](text);
}

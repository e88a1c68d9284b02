import type { ProfileFlags } from './model';

const MODES: readonly string[] = ['enforce', 'complain', 'kill', 'unconfined', 'default_allow', 'prompt'];

const isMode = (flag: string): flag is ProfileFlags['mode'] => MODES.includes(flag);

/** The flags of a profile's head, sorted into what they say. */
export function readFlags(flags: readonly string[]): ProfileFlags {
  return {
    mode: flags.find(isMode) ?? 'enforce',
    audit: flags.includes('audit'),
    others: flags.filter((flag) => !isMode(flag) && flag !== 'audit'),
  };
}

/** Capabilities: no automaton, three masks. */
import type { CapabilityEntry, ExpandedProfile } from '../expand/model';
import type { CapabilityAct } from './act';
import type { Answer } from './answer';
import { refuse } from './decide';

export function useCapability({ capabilities, flags }: ExpandedProfile, { name }: CapabilityAct): Answer {
  const about = capabilities.filter(({ names }) => names.length === 0 || names.includes(name));
  const denying = about.filter(({ mode }) => mode === 'deny');
  const allowing = about.filter(({ mode }) => mode !== 'deny');
  const entries = denying.length > 0 ? [...denying, ...allowing] : allowing;
  if (denying.length === 0 && allowing.length > 0) {
    const told = flags.audit || allowing.some(({ audit }) => audit);
    return { allowed: true, why: 'allowed', log: told ? 'audit' : 'none', entries };
  }
  return refuse(entries, !flags.audit && denying.some(isSilent), flags);
}

const isSilent = ({ audit }: CapabilityEntry): boolean => !audit;

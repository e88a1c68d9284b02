/** Reads compiled AppArmor policy: an independent judge of names that the loader's own scripts find in it. */
import { readValues } from './automaton/blob';

/** Names of the profiles in compiled policy, in its order, as bytes in latin1. */
export function namesInPolicy(policy: Buffer): readonly string[] {
  return readValues(policy).flatMap((value) => {
    const [name] = value.kind === 'group' && value.name === 'profile' ? value.values : [];
    return name?.kind === 'bytes' ? name.bytes.toString('latin1').slice(0, -1) : [];
  });
}

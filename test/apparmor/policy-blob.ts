/** Reads compiled AppArmor policy: an independent judge of names that the loader's own scripts find in it. */

const PROFILE = Buffer.from('\x04\x08\x00profile\x00\x07\x05', 'latin1');

/** Names of the profiles in compiled policy, in its order, as bytes in latin1. */
export function namesInPolicy(policy: Buffer): readonly string[] {
  const names: string[] = [];
  for (let at = policy.indexOf(PROFILE); at !== -1; at = policy.indexOf(PROFILE, at + 1)) {
    const start = at + PROFILE.length + 2;
    const length = policy.readUInt16LE(start - 2);
    names.push(policy.toString('latin1', start, start + length - 1));
  }
  return names;
}

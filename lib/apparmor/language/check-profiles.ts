import type { Diagnostic } from '../../diagnostics/diagnostic';
import { STRAY_BYTES } from './escapes';
import type { IncludeResolver } from './includes';
import { CODES, type Code } from './problems';
import type { ProfileName, ProfileNames } from './profile-name';
import { profileNames } from './profile-names';
import type { ParserVersion } from './versions';

/**
 * Reads the profiles in a text and says what is wrong or doubtful about them.
 *
 * Besides the problems of `profileNames` these are, as warnings, a missing `abi` rule and names that no pod can write.
 * Fact: apparmor_parser 3.0 compiles a text without an `abi` rule for its built-in features, which lack the network of
 * today's kernels, unless its configuration names others; a rule inside of a profile, or in what the profile includes,
 * comes too late.
 *
 * @param text content of a profile file
 * @param file name for the places of diagnostics
 * @param parser version of apparmor_parser that will read the text
 * @param includes finds what the text includes; without it includes are not followed
 */
export function checkProfiles(
  text: string,
  file?: string,
  parser?: ParserVersion,
  includes?: IncludeResolver,
): ProfileNames {
  const found = profileNames(text, file, parser, includes);
  const [first] = found.names;
  const warn = (code: Code, { line, column }: ProfileName, message: string, hint: string): Diagnostic => {
    const place = { ...(file !== undefined && { file }), line, column };
    return { code: CODES[code], severity: 'warning', message, hint, place };
  };
  const unwritable = found.names.filter(({ name }) => STRAY_BYTES.test(name));
  return {
    ...found,
    diagnostics: [
      ...found.diagnostics,
      ...(found.abi || !first ? [] : [warn('abiMissing', first, ABI_MISSING, 'write above it: abi <abi/3.0>,')]),
      ...unwritable.map((each) => warn('strayBytes', each, STRAY, 'write the name in UTF-8')),
    ],
  };
}

const ABI_MISSING =
  'no abi rule stands before the profile: the parser then mediates no network, and nothing that kernels learnt later, unless it is configured to';
const STRAY = 'the name holds bytes that are no UTF-8: no pod can be put under it';

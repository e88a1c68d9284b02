import { go, type Table } from './function';
import { satisfies } from './go/semver-constraint';

/** Semantic versions. */
export const VERSIONS: Table = {
  semverCompare: go(
    ['string', 'string'],
    'bool',
    'Whether a version (second) fits a constraint; pre-releases fit only constraints that have one (-0).',
    ([constraint, version]) => satisfies(constraint, version),
  ),
  semver: go(['string'], 'version', 'A version, with .Major, .Minor, .Patch …'),
};

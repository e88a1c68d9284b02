import type { Implementation } from '../nodes';
import { AUTHORIZER } from './authorizer';
import { CALENDAR } from './calendar';
import { CONVERSIONS } from './conversions';
import { FORMAT_FUNCTIONS } from './formats';
import { LATER_LISTS } from './later-lists';
import { LISTS } from './lists';
import { NET } from './net';
import { OPERATORS } from './operators';
import { OPTIONALS } from './optionals';
import { QUANTITIES } from './quantity';
import { REGEX } from './regex';
import { SEMVER_FUNCTIONS } from './semver';
import { STRINGS } from './strings';
import { TEXT_FORMAT } from './text-format';
import { URLS } from './url';

/** What functions do, by name: a function looks at the kinds of its arguments itself. */
export const FUNCTIONS: Readonly<Record<string, Implementation>> = {
  ...OPERATORS,
  ...CONVERSIONS,
  ...STRINGS,
  ...REGEX,
  ...LISTS,
  ...OPTIONALS,
  ...AUTHORIZER,
  ...NET,
  ...URLS,
  ...QUANTITIES,
  ...SEMVER_FUNCTIONS,
  ...FORMAT_FUNCTIONS,
  ...LATER_LISTS,
  ...CALENDAR,
  ...TEXT_FORMAT,
};

/** Functions that have one implementation for all overloads in the server. */
export const SINGLETONS: ReadonlySet<string> = new Set([
  ...Object.keys(OPERATORS),
  ...['size', 'type', 'dyn', 'matches', 'sort', '@sortByAssociatedKeys'],
]);

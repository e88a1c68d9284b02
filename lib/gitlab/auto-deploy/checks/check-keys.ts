import { nearestHint } from '../../../diagnostics/nearest';
import { flawsOf, isObject, mustBeArray, mustBeObject } from '../../../diagnostics/predicates';
import { type Keys, OVERRIDDEN, type ValueKey } from '../keys';
import { isNewer, isOlder } from '../version';
import { type Context, say, type Values } from './context';

/** Holds the values against the table: unknown, missing, wrong, lost, too new and too old ones. */
export function checkKeys(
  values: Values,
  keys: Keys,
  context: Context,
  path = '',
  elsewhere: ValueKey['elsewhere'] = {},
) {
  for (const [name, value] of Object.entries(values)) {
    const at = path === '' ? name : `${path}.${name}`;
    if (value === undefined || isOverridden(at, value, context)) continue;
    const key = Object.hasOwn(keys, name) ? keys[name] : undefined;
    if (key) checkValue(value, key, context, at);
    else if (!holdsOverridden(at, value, context)) {
      const known = Object.hasOwn(elsewhere, name) ? elsewhere[name] : undefined;
      const hint = known ?? nearestHint(name, Object.keys(keys)) ?? HINT;
      say(context, 'error', 'GITLAB1001', at, 'is no value of the auto-deploy-app chart', hint);
    }
  }
  for (const [name, { must }] of Object.entries(keys)) {
    if (must && values[name] === undefined) {
      const at = path === '' ? name : `${path}.${name}`;
      say(context, 'error', 'GITLAB1001', at, 'is missing', 'the chart has no value of its own for it');
    }
  }
}

const HINT = 'AutoDeployValuesProps says what there is';

function checkValue(value: unknown, key: ValueKey, context: Context, at: string): void {
  const { since, until } = key;
  const { target } = context;
  if (until !== undefined && isNewer(target, until)) {
    const hint = key.instead ?? 'leave it out';
    return say(
      context,
      'error',
      'GITLAB1003',
      at,
      `was taken out after auto-deploy-image ${until}; the target is ${target}`,
      hint,
    );
  }
  if (since !== undefined && isOlder(target, since)) {
    const hint = 'raise AUTO_DEPLOY_IMAGE_VERSION, and "autoDeployImageVersion" with it';
    return say(
      context,
      'error',
      'GITLAB1003',
      at,
      `came with auto-deploy-image ${since}; the target is ${target}`,
      hint,
    );
  }
  // null takes the chart's own value away. Its templates look into objects: there it would end in an error of theirs.
  if (value === null && key.is) return;
  if (key.keys) checkMap(value, at, context, (map) => checkKeys(map, key.keys ?? {}, context, at, key.elsewhere));
  else if (key.named) {
    checkMap(value, at, context, (map) => {
      for (const [name, each] of Object.entries(map))
        checkValue(each, { keys: key.named, elsewhere: key.elsewhere }, context, `${at}.${name}`);
    });
  } else if (key.items) {
    if (!Array.isArray(value)) return wrong(value, at, context);
    for (const [index, item] of value.entries()) checkValue(item, { keys: key.items }, context, `${at}[${index}]`);
  } else if (key.is) {
    for (const flaw of flawsOf(key.is, value, at)) {
      say(context, 'error', 'GITLAB1001', flaw.at, flaw.says, flaw.hint ?? HINT);
    }
  }
}

function checkMap(value: unknown, at: string, context: Context, check: (map: Values) => void): void {
  if (isObject(value)) return check(value);
  for (const flaw of flawsOf(mustBeObject, value, at)) {
    say(context, 'error', 'GITLAB1001', flaw.at, flaw.says, HINT);
  }
}

function wrong(value: unknown, at: string, context: Context): void {
  for (const flaw of flawsOf(mustBeArray, value, at)) {
    say(context, 'error', 'GITLAB1001', flaw.at, flaw.says, HINT);
  }
}

/** True when the deployment sets the value itself. Where that has a condition, the value is checked like others. */
function isOverridden(at: string, value: unknown, context: Context): boolean {
  if (!Object.hasOwn(OVERRIDDEN, at)) return false;
  const { instead = '', only } = OVERRIDDEN[at] ?? {};
  if (only === undefined) {
    say(
      context,
      'error',
      'GITLAB1002',
      at,
      'is set by the deployment with --set, which wins: it would be lost here',
      instead,
    );
    return true;
  }
  if (value !== false) {
    say(context, 'warning', 'GITLAB1002', at, `is set by the deployment with --set, which wins, when ${only}`, instead);
  }
  return false;
}

/** True for an object of which every key is one that the deployment sets, such as `gitlab`: each was named. */
function holdsOverridden(at: string, value: unknown, context: Context): boolean {
  const inside = Object.keys(OVERRIDDEN).some((path) => path.startsWith(`${at}.`));
  if (!inside || !isObject(value)) return false;
  checkKeys(value, {}, context, at);
  return true;
}

import { nearestHint } from '../../../diagnostics/nearest';
import type { Complain } from '../complain';
import type { Condition, MountRule, PivotRootRule } from '../model/rules';
import type { Word } from '../model/source';
import { atLeast, type ParserVersion } from '../versions';
import { mountFlag, mountFlagNames, share } from './mount-flags';

const OPTIONS: readonly string[] = ['options', 'option'];
const TYPES: readonly string[] = ['fstype', 'vfstype'];
const CONDITIONS = [...OPTIONS, ...TYPES];

export function checkMountRule(rule: MountRule, version: ParserVersion, complain: Complain): void {
  for (const condition of rule.conditions) checkCondition(condition, version, complain);
  const [onTarget] = rule.targetConditions;
  if (onTarget !== undefined)
    complain(
      'conditionUnknown',
      onTarget.name,
      'conditions on the mount point are not supported yet',
      'write them before the device',
    );
}

function checkCondition({ name, operator, values }: Condition, version: ParserVersion, complain: Complain): void {
  if (!CONDITIONS.includes(name.value)) {
    complain(
      'conditionUnknown',
      name,
      `mount rules have no condition ${name.raw}`,
      nearestHint(name.value, CONDITIONS) ?? 'conditions are fstype and options',
    );
    return;
  }
  if (version === '5.0' && operator !== '=' && operator !== 'in')
    complain(
      'conditionOperator',
      name,
      `the condition ${name.raw} of mount rules needs = or in`,
      `write: ${name.raw}=…`,
    );
  if (!OPTIONS.includes(name.value)) return;
  for (const word of values) {
    if (mountFlag(word.value, version) === undefined) {
      const names = mountFlagNames(version);
      complain(
        'mountOption',
        word,
        `there is no mount option ${word.raw}`,
        severalHint(name, word, version) ??
          nearestHint(word.value, names) ??
          'options of a file system itself cannot be named, see apparmor.d(5)',
      );
    }
  }
  if (atLeast(version, '4.1') && operator === '=') checkContradiction(values, version, complain);
}

/** `options=ro,bind`: what mount(8) reads, and one word to the parser. */
function severalHint(name: Word, word: Word, version: ParserVersion): string | undefined {
  const several = word.value.split(',');
  return several.length > 1 && several.every((each) => mountFlag(each, version) !== undefined)
    ? `write: ${name.raw}=(${several.join(', ')})`
    : undefined;
}

function checkContradiction(values: readonly Word[], version: ParserVersion, complain: Complain): void {
  for (const [index, word] of values.entries()) {
    const flag = mountFlag(word.value, version);
    const other = values.slice(0, index).find(({ value }) => {
      const before = mountFlag(value, version);
      return flag && before && (share(flag.sets, before.clears) || share(flag.clears, before.sets));
    });
    if (other !== undefined)
      complain(
        'mountOption',
        word,
        `the mount options ${other.raw} and ${word.raw} contradict each other`,
        'write: options in (…)',
      );
  }
}

/** The parser looks at the last condition only. */
export function checkPivotRoot({ conditions }: PivotRootRule, complain: Complain): void {
  const last = conditions.at(-1);
  if (last !== undefined && last.name.value !== 'oldroot')
    complain(
      'conditionUnknown',
      last.name,
      `pivot_root rules have no condition ${last.name.raw}`,
      nearestHint(last.name.value, ['oldroot']) ?? 'the only one is oldroot',
    );
}

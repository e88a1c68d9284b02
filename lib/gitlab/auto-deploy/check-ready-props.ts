import {
  checkObject,
  mustBeArrayOf,
  mustBeBoolean,
  mustBeIntegerFrom,
  mustBeMapOf,
  mustBeString,
  mustMatch,
  type Predicate,
  required,
  type Shape,
} from '../../diagnostics/check';
import { DiagnosticCollector } from '../../diagnostics/collector';
import { parseBlock } from '../../network/language/address';
import { PROFILE_NAME, PROFILE_NOUN } from './keys';

const BAD_PROPS = 'GITLAB1001';

const mustBeBlock: Predicate = (value) =>
  typeof value === 'string' && parseBlock(value) !== undefined
    ? undefined
    : 'a block of addresses such as "10.0.0.0/8"';
const mustBeNamespace = mustMatch(
  /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/,
  'the name of a namespace: up to 63 lower-case letters, digits and "-"',
);
/** Root is what `restricted` refuses. */
const mustBeUser = mustBeIntegerFrom(1, 2_147_483_647);

/** The props of the ready ones. */
const READY_PROPS = {
  appArmor: { profileName: required(mustMatch(PROFILE_NAME, PROFILE_NOUN)) },
  restricted: { readOnlyRootFilesystem: mustBeBoolean, runAsUser: mustBeUser },
  networkPolicy: {
    ingressNamespaces: mustBeArrayOf(mustBeNamespace),
    limitEgress: mustBeBoolean,
    egressCidrs: mustBeArrayOf(mustBeBlock),
  },
  monitorOnly: { labels: mustBeMapOf(mustBeString) },
} satisfies Readonly<Record<string, Shape>>;

/** The props as they are. @throws DiagnosticError for what is wrong with them. */
export function checkedReadyProps<T extends object>(props: T, name: keyof typeof READY_PROPS): T {
  const problems = new DiagnosticCollector();
  checkObject(props, { ...READY_PROPS[name], autoDeployImageVersion: mustBeString }, {}, BAD_PROPS, problems.report);
  problems.throwIfErrors();
  const { egressCidrs, limitEgress }: { readonly egressCidrs?: unknown; readonly limitEgress?: unknown } = props;
  if (egressCidrs !== undefined && limitEgress !== true) {
    problems.report({
      code: BAD_PROPS,
      severity: 'error',
      message: '"egressCidrs" limits nothing while "limitEgress" is not true',
      hint: 'add "limitEgress: true"',
      place: { key: 'egressCidrs' },
    });
  }
  problems.throwIfErrors();
  return props;
}

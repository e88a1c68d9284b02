import { PARSER_VERSIONS } from '../apparmor/language/versions';
import {
  checkObject,
  mustBeArrayOf,
  mustBeBoolean,
  mustBeMapOf,
  mustBeObject,
  mustBeOneOf,
  mustBeString,
  mustBeText,
  mustHaveShape,
  type Shape,
} from '../diagnostics/check';
import { DiagnosticCollector } from '../diagnostics/collector';
import { mustBeInstance } from '../helm/sound-props';
import { checkValue } from './language/check-keys';
import { checkSpec } from './language/check-spec';
import { DOCUMENT_KEYS } from './language/keys';
import type { Policy } from './language/model';
import { nodeOf } from './language/node-of';
import type { Problems } from './language/problems';
import { PolicyMode } from './mode';
import type { ContainerPolicyProps, ContainerRulesProps } from './policy-props';

const RULES: Shape = {
  processes: mustBeInstance('Processes, such as Processes.only("/usr/sbin/nginx")', '_processes'),
  shells: mustBeInstance('Shells, such as Shells.none()', '_shells'),
  files: mustBeInstance('Files, such as Files.readOnly("/etc/**")', '_files'),
  ports: mustBeInstance('Ports, such as Ports.listen(8080)', '_ports'),
  capabilities: mustBeInstance('Capabilities, such as Capabilities.none()', '_capabilities'),
  commands: mustBeArrayOf(mustBeArrayOf(mustBeString)),
};

const OPTIONS: Shape = {
  profileName: mustBeText,
  parserVersion: mustBeOneOf(PARSER_VERSIONS),
  portsInKernel: mustBeBoolean,
};

const PROPS: Shape = {
  ...RULES,
  ...OPTIONS,
  pods: mustBeObject,
  mode: mustBeOneOf(Object.values(PolicyMode)),
  containers: mustBeMapOf(mustHaveShape(RULES)),
  policyName: mustBeText,
};

/** A prop of a wrong type, or one that nobody knows: as the chart generator has it. */
const BAD_PROPS = 'HELM1050';

/** Checks the types of props. @throws DiagnosticError that names the construct and each wrong key. */
export function checkProps(props: unknown, path: string): void {
  check(props, PROPS, path);
}

/** Checks the types of options. @throws DiagnosticError that names the construct and each wrong key. */
export function checkOptions(options: unknown, path: string): void {
  check(options, OPTIONS, path);
}

function check(props: unknown, shape: Shape, path: string): void {
  const wrong = new DiagnosticCollector();
  checkObject(props, shape, { path }, BAD_PROPS, wrong.report);
  wrong.throwIfErrors();
}

/** The policy that sound props say; none when something is wrong with it. */
export function policyOfProps(name: string, props: ContainerPolicyProps, problems: Problems): Policy | undefined {
  const nameKey = DOCUMENT_KEYS.flatMap(({ value }) => value.keys ?? []).find((key) => key.name === 'name');
  if (nameKey !== undefined) checkValue(nodeOf(name), nameKey.value, 'policyName', problems);
  return checkSpec(name, nodeOf(specOf(props)), problems);
}

/** Props as `spec` has them. */
function specOf({ pods, mode, containers, ...rules }: ContainerPolicyProps): object {
  const own = Object.entries(containers ?? {}).map(([name, each]) => [name, rulesOf(each)]);
  return { pods, mode, ...rulesOf(rules), containers: containers && Object.fromEntries(own) };
}

function rulesOf({ processes, shells, files, ports, capabilities, commands }: ContainerRulesProps): object {
  return {
    processes: processes?._processes,
    shells: shells?._shells,
    files: files?._files,
    ports: ports?._ports,
    capabilities: capabilities?._capabilities,
    commands,
  };
}

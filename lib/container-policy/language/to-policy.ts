import { plainCapability } from './capabilities';
import { DEFAULT_RULES, restOf } from './defaults';
import type { ContainerRules, FileRules, Mode, Policy, PortNumber, PortRules, ProcessRules } from './model';

/** Data that the table of keys has found right. */
type Data = Readonly<Record<string, unknown>>;

/** The policy of a document (`spec` and its name) that has been checked. */
export function policyOf(name: string, spec: Data): Policy {
  const containers = Object.entries(mapOf(spec.containers));
  return {
    name,
    pods: mapOf(spec.pods) as Readonly<Record<string, string>>,
    mode: (spec.mode as Mode | undefined) ?? 'audit',
    rules: rulesOfData(spec),
    containers: containers.map(([each, own]) => ({ name: each, rules: rulesOfData({ ...spec, ...mapOf(own) }) })),
  };
}

/** The rules of one container: what it says itself, laid over what its policy says. */
function rulesOfData(data: Data): ContainerRules {
  return {
    processes: processesOf(data.processes),
    shells:
      data.shells === 'any' ? { allowed: true, also: [] } : { allowed: false, also: textsOf(mapOf(data.shells).also) },
    files: filesOf(mapOf(data.files)),
    ports: portsOf(data.ports),
    capabilities: capabilitiesOf(data.capabilities),
    commands: listOf(data.commands).map(textsOf),
  };
}

function processesOf(value: unknown): ProcessRules {
  if (value === undefined || value === 'any') return DEFAULT_RULES.processes;
  return { start: 'only', paths: textsOf(mapOf(value).only) };
}

function filesOf({ readOnly, writable, hidden, rest, libraries }: Data): FileRules {
  return {
    readOnly: textsOf(readOnly),
    writable: textsOf(writable),
    hidden: textsOf(hidden),
    rest: (rest as FileRules['rest'] | undefined) ?? restOf(writable === undefined ? undefined : textsOf(writable)),
    libraries: textsOf(libraries),
  };
}

function portsOf(value: unknown): PortRules {
  if (value === undefined || value === 'any') return DEFAULT_RULES.ports;
  if (value === 'none') return { open: 'none', listen: [], connect: [] };
  const { listen, connect } = mapOf(value);
  return {
    open: 'some',
    listen: listOf(listen).map(portOf),
    connect: connect === undefined || connect === 'any' ? 'any' : listOf(connect).map(portOf),
  };
}

function portOf(value: unknown): PortNumber {
  const [number, protocol = 'tcp'] = String(value).split('/');
  return { port: Number(number), protocol: protocol as PortNumber['protocol'] };
}

function capabilitiesOf(value: unknown): ContainerRules['capabilities'] {
  if (value === undefined) return DEFAULT_RULES.capabilities;
  return value === 'any' ? 'any' : listOf(value).map((each) => plainCapability(String(each)));
}

function mapOf(value: unknown): Data {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Data) : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function textsOf(value: unknown): readonly string[] {
  return listOf(value).map(String);
}

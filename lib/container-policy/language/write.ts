import { dump } from 'js-yaml';
import { DEFAULT_CAPABILITIES, restOf } from './defaults';
import { API_VERSION, KIND } from './keys';
import type { ContainerRules, FileRules, Policy, PortNumber } from './model';

/** A policy as a YAML document; what holds anyway is left out. Reading it again gives the same policy. */
export function toYaml(policy: Policy): string {
  const { name, pods, mode, rules, containers } = policy;
  const own = containers.map((each) => [each.name, differences(rulesData(each.rules, true), rulesData(rules, true))]);
  const spec = {
    ...(Object.keys(pods).length > 0 && { pods }),
    mode,
    ...rulesData(rules, false),
    ...(own.length > 0 && { containers: Object.fromEntries(own) }),
  };
  const document = { apiVersion: API_VERSION, kind: KIND, metadata: { name }, spec };
  return dump(document, { lineWidth: 120, noRefs: true });
}

type Data = Readonly<Record<string, unknown>>;

/** What is not the same in both. */
function differences(own: Data, common: Data): Data {
  return Object.fromEntries(
    Object.entries(own).filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(common[key])),
  );
}

/** @param all what holds anyway too: a container that goes back to it must say so. */
function rulesData(rules: ContainerRules, all: boolean): Data {
  const data = {
    processes: processesData(rules),
    shells: shellsData(rules),
    files: filesData(rules.files),
    ports: portsData(rules),
    capabilities: capabilitiesData(rules),
    commands: rules.commands,
  };
  return all ? data : differences(data, ANYWAY);
}

/** What holds where nothing is said. */
const ANYWAY: Data = {
  processes: 'any',
  shells: 'none',
  files: 'any',
  ports: 'any',
  capabilities: DEFAULT_CAPABILITIES,
  commands: [],
};

function processesData({ processes: { start, paths } }: ContainerRules): unknown {
  return start === 'any' ? 'any' : { only: paths };
}

function shellsData({ shells: { allowed, also } }: ContainerRules): unknown {
  if (allowed) return 'any';
  return also.length === 0 ? 'none' : { also };
}

function filesData(files: FileRules): unknown {
  const { rest, ...lists } = files;
  const given = Object.entries(lists).filter(([, paths]) => paths.length > 0);
  const data = {
    ...Object.fromEntries(given),
    ...(rest !== restOf(files.writable.length > 0 ? files.writable : undefined) && { rest }),
  };
  return Object.keys(data).length === 0 ? 'any' : data;
}

function portsData({ ports: { open, listen, connect } }: ContainerRules): unknown {
  if (open !== 'some') return open;
  return { listen: listen.map(portData), ...(connect !== 'any' && { connect: connect.map(portData) }) };
}

function portData({ port, protocol }: PortNumber): unknown {
  return protocol === 'tcp' ? port : `${port}/${protocol}`;
}

function capabilitiesData({ capabilities }: ContainerRules): unknown {
  if (capabilities === 'any') return 'any';
  return capabilities.length === 0 ? 'none' : capabilities;
}

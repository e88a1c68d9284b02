/** Compiled profiles, as the kernel unpacks them. */
import { bytesIn, groupIn, numbersOf, readValues, textsOf, type Value } from './blob';
import { Dfa } from './dfa';
import type { Permissions } from './permissions';

/** An automaton with, in newer formats, the table that its states count in: of files the owner's and the others' in turn. */
export interface Engine {
  readonly dfa: Dfa;
  readonly table?: readonly Permissions[];
}

export interface Capabilities {
  readonly allow: bigint;
  readonly audit: bigint;
  readonly quiet: bigint;
}

export interface CompiledProfile {
  readonly name: string;
  readonly hat: boolean;
  readonly mode: number;
  readonly audit: boolean;
  readonly files?: Engine;
  readonly policy?: Engine;
  /** Before automata did it: for each domain the types that are allowed, audited, silent. */
  readonly network?: readonly { readonly allow: number; readonly audit: number; readonly quiet: number }[];
  readonly capabilities: Capabilities;
  readonly transitions: readonly string[];
}

export function readPolicy(policy: Buffer): readonly CompiledProfile[] {
  return readValues(policy).flatMap((value) =>
    value.kind === 'group' && value.name === 'profile' ? readProfile(value.values) : [],
  );
}

function readProfile(values: readonly Value[]): CompiledProfile {
  const flags = numbersOf(groupIn(values, 'flags') ?? []);
  const policy = groupIn(values, 'policydb');
  const after = values.findIndex((value) => value.kind === 'group' && value.name === 'flags') + 1;
  const low = numbersOf(values.slice(after).filter((value) => value.name === undefined || value.name === 'path_flags'));
  const caps = values.slice(after).some((value) => value.name === 'path_flags') ? low.slice(1) : low;
  const high = numbersOf(groupIn(values, 'caps64') ?? []);
  const join = (index: number): bigint => BigInt(caps[index] ?? 0) | (BigInt(high[index] ?? 0) << 32n);
  const network = groupIn(values, 'net_allowed_af');
  return {
    name: textsOf(values.slice(0, 1))[0] as string,
    hat: flags[0] === 1,
    mode: flags[1] as number,
    audit: flags[2] === 1,
    // The attachment's automaton stands before the flags.
    files: readEngine(values.slice(after)),
    policy: policy && readEngine(policy),
    network: network && triples(numbersOf(network)),
    capabilities: { allow: join(0), audit: join(1), quiet: join(2) },
    transitions: textsOf(
      groupIn(values, 'xtable')?.flatMap((each) => (each.kind === 'group' ? each.values : [])) ?? [],
    ),
  };
}

function readEngine(values: readonly Value[]): Engine | undefined {
  const blob = bytesIn(values, 'aadfa');
  if (!blob) return undefined;
  const perms = groupIn(values, 'perms');
  const table = perms && numbersOf(perms.flatMap((each) => (each.kind === 'group' ? each.values : [])));
  return {
    dfa: new Dfa(blob),
    table:
      table &&
      inGroupsOf(14, table).map(([_reserved, allow, deny, , , , , , audit, quiet, , xindex]) => ({
        allow: allow as number,
        deny: deny as number,
        audit: audit as number,
        quiet: quiet as number,
        xindex: xindex as number,
      })),
  };
}

const triples = (numbers: readonly number[]): CompiledProfile['network'] =>
  inGroupsOf(3, numbers).map(([allow = 0, audit = 0, quiet = 0]) => ({ allow, audit, quiet }));

const inGroupsOf = (size: number, numbers: readonly number[]): readonly (readonly number[])[] =>
  Array.from({ length: Math.ceil(numbers.length / size) }, (_, index) =>
    numbers.slice(index * size, (index + 1) * size),
  );

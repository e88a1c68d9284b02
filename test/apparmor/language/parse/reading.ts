import type { IncludeResolver } from '../../../../lib/apparmor/language/includes';
import type { PolicyFile, Profile } from '../../../../lib/apparmor/language/model/policy';
import type { Rule } from '../../../../lib/apparmor/language/model/rules';
import type { Source } from '../../../../lib/apparmor/language/model/source';
import { parsePolicy } from '../../../../lib/apparmor/language/parse/parse';
import type { ParserVersion } from '../../../../lib/apparmor/language/versions';
import type { Diagnostic } from '../../../../lib/diagnostics/diagnostic';

export interface Reading {
  readonly policy: PolicyFile;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads a text, and what it includes from a table of paths. */
export function read(text: string, version: ParserVersion = '3.0', files?: Readonly<Record<string, string>>): Reading {
  const diagnostics: Diagnostic[] = [];
  const options = { version, report: (each: Diagnostic) => diagnostics.push(each) };
  const includes = files && includesFrom(files);
  const policy = parsePolicy({ file: 'web.aa', text }, { ...options, ...(includes && { includes }) });
  return { policy, diagnostics };
}

/** `x/` names a folder: all paths below it. */
export function includesFrom(files: Readonly<Record<string, string>>): IncludeResolver {
  const sources = new Map(Object.entries(files).map(([file, text]) => [file, { file, text }]));
  return {
    read(path): readonly Source[] | undefined {
      const file = sources.get(path);
      if (file !== undefined) return [file];
      const below = [...sources.values()].filter(({ file: each }) => each.startsWith(`${path}/`));
      return below.length === 0 ? undefined : below;
    },
  };
}

/** The rules of the one profile, with a text that holds nothing else. */
export function rulesOf(rules: string, version?: ParserVersion): readonly Rule[] {
  const { policy, diagnostics } = read(`profile web {\n${rules}\n}\n`, version);
  if (diagnostics.length > 0) throw new Error(JSON.stringify(diagnostics));
  return profileOf(policy).rules;
}

export function profileOf({ items }: PolicyFile): Profile {
  const found = items.find((item): item is Profile => item.kind === 'profile');
  if (found === undefined) throw new Error('no profile');
  return found;
}

/** What is told of a text: code, line and column. */
export const told = (text: string, version?: ParserVersion, files?: Readonly<Record<string, string>>): string[] =>
  read(text, version, files).diagnostics.map(
    ({ code, place, message }) => `${code.slice(-4)} ${place?.line}:${place?.column} ${message}`,
  );

import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { problem } from '../problem';

/** Helm takes at most 53 characters for the name of a release, which begins with that of its chart. */
const NAME = /^[a-z0-9]([-a-z0-9]{0,51}[a-z0-9])?$/;

/** The name that was given, or one made of the folder's. @throws DiagnosticError when it cannot be the name of a chart. */
export function projectName(given: string | undefined, root: string): string {
  const name = given ?? labelOf(basename(root), 'app');
  if (NAME.test(name)) return name;
  const hint = 'lower-case letters, digits and hyphens, at most 53, such as shop-security';
  throw problem('PROJECT1121', `"${name}" cannot be the name of a chart`, hint);
}

/** A text made into a DNS label: the name of a profile, a construct, a file. */
export function labelOf(text: string, otherwise: string): string {
  const label = text
    // Without the marks of letters: ü is u.
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replace(/^-+|-+$/g, '');
  return label === '' ? otherwise : label;
}

/** Labels of several texts, each another one. */
export function labelsOf(texts: readonly string[], otherwise: string): readonly string[] {
  const taken = new Set<string>();
  return texts.map((text) => {
    const label = labelOf(text, otherwise);
    let free = label;
    for (let count = 2; taken.has(free); count += 1) free = `${label}-${count}`;
    taken.add(free);
    return free;
  });
}

/** What package.json of this package says of versions. */
interface Manifest {
  readonly version: string;
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

/** package.json of this package: three folders up, from lib/ as from dist/. */
function manifest(): Manifest {
  return JSON.parse(readFileSync(join(__dirname, '../../../package.json'), 'utf8')) as Manifest;
}

/** `package.json` of a project that uses this package. */
export function packageJson(name: string, scripts: Readonly<Record<string, string>>): string {
  const { version, peerDependencies: peers, devDependencies: tools } = manifest();
  const pick = (
    from: Readonly<Record<string, string>>,
    names: readonly string[],
  ): Readonly<Record<string, string | undefined>> => Object.fromEntries(names.map((each) => [each, from[each]]));
  const content = {
    name,
    version: '0.1.0',
    private: true,
    scripts,
    dependencies: {
      'cdk8s-container-security': `^${version}`,
      ...pick(peers, ['cdk8s', 'cdk8s-plus-27', 'constructs']),
    },
    devDependencies: pick(tools, ['@types/node', 'tsx', 'typescript']),
  };
  return `${JSON.stringify(content, undefined, 2)}\n`;
}

/** `tsconfig.json` of such a project. */
export function tsconfigJson(include: readonly string[]): string {
  const compilerOptions = {
    target: 'ES2022',
    module: 'node20',
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: ['node'],
  };
  return `${JSON.stringify({ compilerOptions, include }, undefined, 2)}\n`;
}

/** `.gitignore` of such a project. */
export const GITIGNORE = 'node_modules/\ndist/\n';

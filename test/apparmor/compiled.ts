/** Compiled AppArmor policy of a text: two texts that compile to the same bytes mean the same. */
import { spawnSync } from 'node:child_process';
import { packageFile } from '../tools/find';

/** Row of the tools, name of the program, and the file of features that policies are compiled for. */
export const PARSERS = {
  '2.13': { row: 'apparmor-2.13', program: 'apparmor_parser-2.13', features: 'etc/apparmor.d/abi/kernel-5.4-vanilla' },
  '3.0': { row: 'apparmor', program: 'apparmor_parser', features: 'etc/apparmor.d/abi/3.0' },
  '4.1': { row: 'apparmor-4.1', program: 'apparmor_parser-4.1', features: 'etc/apparmor.d/abi/4.0' },
  '5.0': { row: 'apparmor-5.0', program: 'apparmor_parser-5.0', features: 'etc/apparmor.d/abi/5.0' },
} as const;

export type ParserName = keyof typeof PARSERS;

/** What a parser makes of a text: the bytes, or what it says against it. */
export interface Compiled {
  readonly policy?: string;
  readonly said: string;
}

/**
 * @param parser path of the program
 * @param base folder in which `<…>` is looked up. Default: that of the package
 */
export function compile(version: ParserName, parser: string, text: string, base?: string): Compiled {
  const { row, features } = PARSERS[version];
  const path = packageFile(row, features);
  const pinned = path === undefined ? [] : ['-M', path];
  const root = base === undefined ? [] : [`--base=${base}`];
  const run = spawnSync(parser, [...pinned, ...root, '-q', '-Q', '-K', '-T', '-S'], {
    input: Buffer.from(text, 'utf8'),
    maxBuffer: 256 * 1024 * 1024,
  });
  const said = run.stderr.toString('latin1');
  return run.status === 0 ? { policy: run.stdout.toString('latin1'), said } : { said };
}

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'vitest';
import { PARSER_VERSIONS, type ParserVersion } from '../../lib/apparmor/language/versions';
import { requireTool } from '../tools/find';

/** The program of each version of apparmor_parser. */
export const PARSER_TOOLS: Readonly<Record<ParserVersion, string>> = {
  '2.13': 'apparmor_parser-2.13',
  '3.0': 'apparmor_parser',
  '4.1': 'apparmor_parser-4.1',
  '5.0': 'apparmor_parser-5.0',
};

export const VERSIONS = PARSER_VERSIONS;

/** Gives texts to a parser, all in one call. @returns what it says of those that it refuses, and nothing when all are taken. */
export function refusals(context: TestContext, version: ParserVersion, texts: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'profiles-'));
  try {
    const files = texts.map((_, index) => join(folder, String(index)));
    for (const [index, file] of files.entries()) writeFileSync(file, texts[index] ?? '');
    const parser = requireTool(context, PARSER_TOOLS[version]);
    const { status, stdout, stderr } = spawnSync(parser, ['-QKTq', '-o', '/dev/null', ...files], { encoding: 'utf8' });
    const said = `${stdout}${stderr}`.replace(/^Cache read\/write disabled.*\n/gm, '');
    return status === 0 ? '' : said || `exit code ${status}`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

import { join } from 'node:path';
import * as ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { pages, placeOf, ROOT } from './markdown';
import { isFrame, programOf, typescriptOf, whyNotRun } from './program';

/** Compiling the library and everything that it takes from others takes a while. */
const LIMIT = 120_000;

/** The blocks as files that exist only here. */
const files = new Map(
  pages()
    .flatMap(typescriptOf)
    .filter((block) => !isFrame(block) && whyNotRun(block) === undefined)
    .map((block, index) => [join(ROOT, 'test/docs', `block-${index}.ts`), block] as const),
);

function faults(): readonly string[] {
  const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.dev.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT);
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile } = host;
  const textOf = (file: string): string | undefined => {
    const block = files.get(file);
    return block && `${programOf(block)}\nexport {};\n`;
  };
  host.fileExists = (file) => files.has(file) || fileExists(file);
  host.readFile = (file) => textOf(file) ?? readFile(file);
  host.getSourceFile = (file, ...rest) => {
    const text = textOf(file);
    return text === undefined ? getSourceFile(file, ...rest) : ts.createSourceFile(file, text, ts.ScriptTarget.ES2022);
  };
  const program = ts.createProgram(
    [...files.keys()],
    { ...options, incremental: false, tsBuildInfoFile: undefined, noUnusedLocals: false },
    host,
  );
  return [...files].flatMap(([file, block]) => {
    const source = program.getSourceFile(file);
    const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    return found.map(({ messageText }) => `${placeOf(block)}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`);
  });
}

describe('the TypeScript in the documentation', () => {
  it('compiles in strict mode', () => expect(faults()).toEqual([]), LIMIT);
});

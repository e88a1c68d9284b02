import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ModuleKind, ScriptTarget, transpileModule } from 'typescript';

/** As deep as this folder, so that a relative import means the same in both. */
const COMPILED = join(__dirname, '../../build/bench');

/**
 * Compiles programs of this folder to plain JavaScript: under `tsx` every function is wrapped once more, and that would be
 * measured too.
 *
 * @returns the path of the first.
 */
export function compiled(first: string, ...others: readonly string[]): string {
  mkdirSync(COMPILED, { recursive: true });
  for (const name of [first, ...others]) {
    const source = readFileSync(join(__dirname, `${name}.ts`), 'utf8');
    const compilerOptions = { module: ModuleKind.CommonJS, target: ScriptTarget.ES2022, esModuleInterop: true };
    writeFileSync(join(COMPILED, `${name}.js`), transpileModule(source, { compilerOptions }).outputText);
  }
  return join(COMPILED, `${first}.js`);
}

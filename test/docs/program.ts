import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as ts from 'typescript';
import * as library from '../../lib';
import { blocksOf, type CodeBlock, ROOT } from './markdown';

/** The page whose frame is taken by pages that have none. */
const FRAME_PAGE = 'docs/helm/index.md';
/** The line of a frame in whose place a piece stands. */
const GAP = /^ *\/\/ …$/m;

const require = createRequire(join(ROOT, 'package.json'));

/** Whether a block of TypeScript is a whole program. What imports nothing is a piece that stands in a frame. */
export const isWhole = ({ text }: CodeBlock): boolean => /^import /m.test(text);

export const isFrame = ({ info }: CodeBlock): boolean => info === 'frame';

/** Why a block is not run, when it says so. */
export const whyNotRun = ({ info }: CodeBlock): string | undefined => /^no-run:? *(.*)$/.exec(info)?.[1];

/** The codes of the errors that a block ends with, when it says so: `fails: HELM1025 HELM1026`. */
export const failsWith = ({ info }: CodeBlock): string | undefined => /^fails: ([\w ]+)$/.exec(info)?.[1];

/** The blocks of TypeScript in a page. */
export const typescriptOf = (page: string): readonly CodeBlock[] =>
  blocksOf(page).filter(({ language }) => language === 'ts');

/** The whole program of a block: as it stands there, or in the frame of its page. */
export function programOf(block: CodeBlock): string {
  if (isWhole(block)) return block.text.replace(GAP, '');
  const frame = [...typescriptOf(block.page), ...typescriptOf(FRAME_PAGE)].find(isFrame);
  if (!frame || !GAP.test(frame.text)) throw new Error(`${block.page}:${block.line}: there is no frame for this piece`);
  return frame.text.replace(GAP, () => block.text);
}

/** What a program left behind. */
export interface Outcome {
  /** Folder in which the folders of the apps are. */
  readonly folder: string;
  /** What it wrote to the console, line by line. */
  readonly lines: readonly string[];
}

/** Runs a program against lib/. Whatever it synthesizes goes into a folder of its own, below the name that it gives. */
export function runProgram(program: string): Outcome {
  const folder = mkdtempSync(join(tmpdir(), 'docs-'));
  const lines: string[] = [];
  const code = ts.transpileModule(program, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  });
  const modules: Readonly<Record<string, unknown>> = { 'cdk8s-container-security': redirected(folder) };
  const load = (name: string): unknown => modules[name] ?? require(name);
  const log = (...parts: unknown[]): void => void lines.push(parts.map(textOf).join(' '));
  try {
    new Function('require', 'exports', 'console', code.outputText)(load, {}, { log, error: log });
  } catch (error) {
    rmSync(folder, { recursive: true });
    throw error;
  }
  return { folder, lines };
}

function textOf(part: unknown): string {
  return typeof part === 'string' ? part : JSON.stringify(part);
}

/** The library with an app that writes below a folder. */
function redirected(folder: string): typeof library {
  class App extends library.helm.HelmApp {
    constructor(props: library.helm.HelmAppProps = {}) {
      super({ ...props, outdir: join(folder, props.outdir ?? 'dist') });
    }
  }
  class Project extends library.gitlab.ClusterManagementProject {
    constructor(props: library.gitlab.ClusterManagementProjectProps) {
      super({ ...props, outdir: join(folder, props.outdir ?? '.') });
    }
  }
  return {
    ...library,
    helm: { ...library.helm, HelmApp: App },
    gitlab: { ...library.gitlab, ClusterManagementProject: Project },
  };
}

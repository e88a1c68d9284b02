/** Runs CI templates with gitlab-ci-local: jobs run in a shell of this machine, in a git repository of their own. */
import { execFile, execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, delimiter, dirname, join } from 'node:path';
import { tool } from '../tools/find';

const ROOT = join(__dirname, '../..');
const GITLAB_CI_LOCAL = join(ROOT, 'node_modules/gitlab-ci-local/dist/index.js');

export interface PipelineResult {
  readonly code: number;
  /** Standard output and standard error. */
  readonly said: string;
}

export type Inputs = Readonly<Record<string, string | readonly string[]>>;

/** A template that a project includes, and what it gives to it. */
export interface Include {
  /** File below `ci-templates/`. */
  readonly template: string;
  readonly inputs?: Inputs;
}

/** Puts the arguments of each call, each ended by a NUL, into a file beside it; `$calls` is the folder of that file. */
const RECORDER = [
  'calls="$(dirname "$0")"',
  '{ printf \'%s\\0\' "$(basename "$0")" "$@"; printf \'\\n\'; } >>"$calls/calls"',
].join('\n');

/** Where gitlab-ci-local looks for a template of GitLab before it asks the network. */
const UPSTREAM = '.gitlab-ci-local/includes/gitlab.com/gitlab-org/gitlab/-/raw/HEAD/lib/gitlab/ci/templates';

/** A project on GitLab, as far as a pipeline can see it. */
export class Project {
  private readonly folder = mkdtempSync(join(tmpdir(), 'project-'));
  private readonly work = join(this.folder, 'work');
  private readonly bin = join(this.folder, 'bin');

  constructor() {
    for (const folder of [this.work, this.bin, join(this.folder, 'home')]) mkdirSync(folder);
    this.addProgram('rsync');
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** A copy of a file for this project alone, outside of its repository: jobs may change it. */
  ownCopy(file: string): string {
    const copy = join(this.folder, basename(file));
    cpSync(file, copy);
    return copy;
  }

  /** Path of a file of the project, or of one that a job left there. */
  path(file: string): string {
    return join(this.work, file);
  }

  write(file: string, text: string): void {
    mkdirSync(dirname(this.path(file)), { recursive: true });
    writeFileSync(this.path(file), text);
  }

  /** Copies a file or folder of this repository. */
  copy(path: string, as = path): void {
    cpSync(join(ROOT, path), this.path(as), { recursive: true });
  }

  /** Jobs find a tool under a name: `addProgram('helm4', 'helm')`. */
  addProgram(name: string, as = name): void {
    const program = tool(name);
    if (program !== undefined) symlinkSync(program, join(this.bin, as));
  }

  /** Jobs find a program of this name that notes its arguments and then does what a script for sh says. */
  addRecorder(name: string, then = ''): void {
    this.addScript(name, `${RECORDER}\n${then}`);
  }

  /** Jobs find a script for sh under this name. */
  addScript(name: string, script: string): void {
    writeFileSync(join(this.bin, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(this.bin, name), 0o755);
  }

  /** What the script of a recorder left in a file below `$calls`. */
  left(file: string): string {
    return readFileSync(join(this.bin, file), 'utf8');
  }

  /** What recorders were called with since the last question: name and arguments. */
  calls(): readonly (readonly string[])[] {
    const file = join(this.bin, 'calls');
    const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
    rmSync(file, { force: true });
    return text.split('\0\n').flatMap((call) => (call === '' ? [] : [call.split('\0')]));
  }

  /** A stub of one of GitLab's own templates, by its name for `include: template`. */
  writeUpstream(template: string, jobs: object): void {
    this.write(`${UPSTREAM}/${template}`, JSON.stringify(jobs));
  }

  /** Includes templates and commits everything on the default branch. */
  commit(...includes: readonly Include[]): void {
    for (const { template } of includes) this.copy(`ci-templates/${template}`);
    this.commitPipeline({
      include: includes.map(({ template, inputs = {} }) => ({ local: `/ci-templates/${template}`, inputs })),
    });
  }

  /** Commits everything, with this as .gitlab-ci.yml. */
  commitPipeline(pipeline: object): void {
    this.write('.gitlab-ci.yml', JSON.stringify(pipeline));
    this.commitFiles();
  }

  /** Commits everything as it is. */
  commitFiles(): void {
    const git = (...args: readonly string[]): void => {
      execFileSync('git', ['-c', 'user.name=test', '-c', 'user.email=test@example.com', ...args], {
        cwd: this.work,
        env: this.environment(),
        stdio: 'pipe',
      });
    };
    if (!existsSync(this.path('.git'))) {
      git('init', '--quiet', '--initial-branch=main');
      git('remote', 'add', 'origin', 'https://gitlab.example.com/acme/cluster.git');
    }
    git('add', '--all', '--force');
    git('commit', '--quiet', '--allow-empty', '--message=state');
  }

  /** Runs gitlab-ci-local: names of jobs, or options such as `--preview`. */
  run(args: readonly string[], variables: Readonly<Record<string, string>> = {}): Promise<PipelineResult> {
    return this.execute(
      process.execPath,
      [GITLAB_CI_LOCAL, '--force-shell-executor', '--color=false', ...args],
      variables,
    );
  }

  /** Runs a script as a runner does: the first command that fails ends it. */
  shell(shell: string, script: string, variables: Readonly<Record<string, string>>): Promise<PipelineResult> {
    return this.execute(shell, ['-e', '-c', script], variables);
  }

  private execute(
    file: string,
    args: readonly string[],
    variables: Readonly<Record<string, string>>,
  ): Promise<PipelineResult> {
    return new Promise((resolve) => {
      const options = { cwd: this.work, env: { ...this.environment(), ...variables }, maxBuffer: 1 << 26 };
      execFile(file, args, options, (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : Number(error.code) || 1, said: `${stdout}\n${stderr}` });
      });
    });
  }

  private environment(): NodeJS.ProcessEnv {
    return {
      ...process.env,
      PATH: [this.bin, process.env.PATH].join(delimiter),
      HOME: join(this.folder, 'home'),
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_CONFIG_NOSYSTEM: '1',
      ...Object.fromEntries(
        ['CACHE', 'CONFIG', 'DATA'].map((kind) => [`HELM_${kind}_HOME`, join(this.folder, 'home', 'helm')]),
      ),
    };
  }
}

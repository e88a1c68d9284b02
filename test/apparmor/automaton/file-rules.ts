/** Generated rules for files, links, executions and changes of profile. */
import type { Act, FileAccess } from '../../../lib/apparmor/language/evaluate/act';
import { intersects } from '../../../lib/apparmor/language/glob/compare';
import { type Glob, isExact, isGlob, parseGlob } from '../../../lib/apparmor/language/glob/glob';
import { atLeast, type ParserVersion } from '../../../lib/apparmor/language/versions';
import { near, pathGlob, wordGlob } from './globs';
import { prefix } from './prefix';
import type { Random } from './random';
import type { RuleSample } from './sample';

const EXEC_WORDS = ['ix', 'ux', 'Ux', 'px', 'Px', 'cx', 'Cx', 'pix', 'Pix', 'pux', 'PUx', 'cix', 'Cix', 'cux', 'CUx'];
const TARGETS = ['p1', 'p2', '/a/a', 'gone', 'p1//kid'];
const PROFILE_NAMES = ['p1', 'p2', 'pa', 'q/a', 'gone', 'p1//kid', '/a/a'];

/** A word such as `Cix`, and what stands behind `->`. */
interface Mode {
  readonly word: string;
  readonly arrow?: string;
}

/** Rules of one profile, without two exec modes for one path. */
export class FileRules {
  /** What was said of executions. */
  private readonly modes: { readonly glob: Glob; readonly exact: boolean; readonly mode: Mode }[] = [];
  /** All changes of one profile are safe, or all are not: they would be in conflict where they meet. */
  private readonly unsafe: boolean;

  constructor(
    private readonly random: Random,
    private readonly version: ParserVersion,
  ) {
    this.unsafe = random.once(2);
  }

  rule(): RuleSample {
    const kind = this.random.below(10);
    if (kind === 0) return this.linkRule();
    return kind === 1 ? this.changeRule() : this.fileRule();
  }

  private fileRule(): RuleSample {
    const { random } = this;
    const glob = pathGlob(random);
    const laid = prefix(random, this.version, true);
    const letters = random.once(4) ? [] : random.some(['r', random.once(4) ? 'a' : 'w', 'k', 'm', 'l']);
    const exec = random.once(2) || letters.length === 0 ? this.mode(glob, laid.deny) : undefined;
    const perms = [...letters, exec?.word ?? ''].join('') || 'r';
    // With an execution the target is that of the execution.
    const to = letters.includes('l') && !exec && random.once(2) ? pathGlob(random) : undefined;
    const subset = letters.length === 1 && random.once(2) ? 'subset ' : '';
    const arrow = exec?.arrow === undefined ? '' : ` -> ${exec.arrow}`;
    const text = to === undefined ? `${glob} ${perms}${arrow},` : `${perms} ${subset}${glob} -> ${to},`;
    return { text: `${laid.text}${text}`, acts: this.fileActs(glob, to, exec !== undefined) };
  }

  private linkRule(): RuleSample {
    const { random } = this;
    const [path, target] = [pathGlob(random), pathGlob(random)];
    const laid = prefix(random, this.version, true);
    const text = `${laid.text}link ${random.once(2) ? 'subset ' : ''}${path} -> ${target},`;
    return { text, acts: this.fileActs(path, target, false) };
  }

  private changeRule(): RuleSample {
    const { random } = this;
    const target = random.once(5) ? undefined : wordGlob(random, PROFILE_NAMES);
    const exec = random.once(2) ? pathGlob(random) : undefined;
    const words = [
      'change_profile',
      exec !== undefined && this.unsafe ? 'unsafe' : '',
      exec ?? '',
      target === undefined ? '' : `-> ${target}`,
    ];
    const text = `${prefix(random, this.version).text}${words.filter(Boolean).join(' ')},`;
    const acts = random.many(2, 4, (): Act => {
      const name = random.once(3) ? near(random, target ?? 'p*') : random.of(PROFILE_NAMES);
      const program = near(random, exec ?? '/a/*');
      return { kind: 'change_profile', target: name || 'p1', ...(random.once(2) && { exec: program }) };
    });
    return { text, acts };
  }

  private fileActs(glob: string, to: string | undefined, executes: boolean): readonly Act[] {
    const { random } = this;
    const acts = random.many(5, 9, (): Act => {
      const path = near(random, glob);
      const owner = random.once(2);
      if (random.below(10) < (executes ? 6 : 2)) return { kind: 'exec', path, owner };
      return { kind: 'open', path, owner, access: random.some<FileAccess>(['r', 'w', 'a', 'k', 'm']) };
    });
    const links = random.many(
      1,
      2,
      (): Act => ({
        kind: 'link',
        path: near(random, glob),
        target: near(random, to ?? random.of([glob, pathGlob(random)])),
        owner: random.once(2),
      }),
    );
    return [...acts, ...links];
  }

  /** A mode that agrees with what was said before; none when there is none. */
  private mode(text: string, deny: boolean): Mode | undefined {
    if (deny) return { word: 'x' };
    const glob = parseGlob(text);
    if (!isGlob(glob)) return undefined;
    const exact = isExact(glob, atLeast(this.version, '4.1'));
    const met = this.modes
      .filter((each) => each.exact === exact && intersects(each.glob, glob))
      .map(({ mode }) => mode);
    const mode = met[0] ?? this.newMode();
    if (met.some(({ word, arrow }) => word !== mode.word || arrow !== mode.arrow)) return undefined;
    this.modes.push({ glob, exact, mode });
    return mode;
  }

  private newMode(): Mode {
    const word = this.random.of(EXEC_WORDS);
    if (/^[iu]/i.test(word) || this.random.once(2)) return { word };
    return { word, arrow: /^c/i.test(word) ? 'kid' : this.random.of(TARGETS) };
  }
}

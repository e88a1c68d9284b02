import { PARSER_VERSIONS, type ParserVersion } from '../../../lib/apparmor/language/versions';
import type { Random } from './random';

export interface WriterOptions {
  readonly random: Random;
  readonly version: ParserVersion;
  /** How often a place that can hold a mistake holds one. */
  readonly faults: number;
}

/** A production of the grammar: its name, for the count of what was reached, and what writes it. */
export interface Production {
  readonly name: string;
  readonly write: (writer: Writer) => string;
  /** How often, against 1 of the others. */
  readonly weight?: number;
  /** The first version that has it. It is written for older ones too, rarely. */
  readonly since?: ParserVersion;
}

const later = (version: ParserVersion, than: ParserVersion): boolean =>
  PARSER_VERSIONS.indexOf(version) < PARSER_VERSIONS.indexOf(than);

/** Writes one text by chance and notes which productions it went through. */
export class Writer {
  readonly random: Random;
  readonly version: ParserVersion;
  readonly kinds = new Set<string>();
  private readonly faults: number;

  constructor(options: WriterOptions) {
    this.random = options.random;
    this.version = options.version;
    this.faults = options.faults;
  }

  chance(probability: number): boolean {
    return this.random.chance(probability);
  }

  /** Whether a mistake is made here. */
  fault(kind: string, share = 1): boolean {
    const made = this.chance(this.faults * share);
    if (made) {
      this.kinds.add(`fault.${kind}`);
    }
    return made;
  }

  /** A word of the language, or one that does not belong there. */
  word(kind: string, good: readonly string[], bad: readonly string[]): string {
    return this.random.pick(this.fault(kind) ? bad : good);
  }

  /** Of several productions one that this version has, or rarely one that it has not. */
  one(kind: string, productions: readonly Production[]): string {
    const fits = productions.filter(
      ({ since }) => since === undefined || !later(this.version, since) || this.chance(0.05),
    );
    let rest = this.random.next() * fits.reduce((sum, { weight = 1 }) => sum + weight, 0);
    const chosen = fits.find(({ weight = 1 }) => {
      rest -= weight;
      return rest < 0;
    });
    if (chosen === undefined) {
      throw new Error(`no production of ${kind}`);
    }
    this.kinds.add(`${kind}.${chosen.name}`);
    return chosen.write(this);
  }

  /** What is there with a probability. */
  maybe(probability: number, write: () => string): string {
    return this.chance(probability) ? write() : '';
  }

  /** Tokens with blanks between them: mostly one, sometimes what the lexer takes as one. */
  tokens(...tokens: readonly string[]): string {
    return tokens
      .filter((token) => token !== '')
      .reduce((line, token) => (line === '' ? token : `${line}${this.gap()}${token}`), '');
  }

  private gap(): string {
    if (this.chance(0.985)) {
      return ' ';
    }
    this.kinds.add('gap.unusual');
    return this.random.pick(['  ', '\t', '\n', ' \n\t', '\r\n', ' # why\n']);
  }

  /** `a`, `(a)`, `(a b)`, `(a, b)` */
  list(words: readonly string[]): string {
    const [only] = words;
    if (words.length === 1 && only !== undefined && this.chance(0.6)) {
      return only;
    }
    const inside = words.join(this.random.pick([' ', ', ', ',', '  ']));
    return this.chance(0.9) ? `(${inside})` : `( ${inside} )`;
  }
}

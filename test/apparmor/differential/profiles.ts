/** Whole files: preamble and profiles. */
import { head } from './heads';
import { label, path, quoted } from './paths';
import { PREAMBLE } from './preamble';
import { body } from './statements';
import { words } from './words';
import { type Production, Writer, type WriterOptions } from './writer';

const PROFILES: readonly Production[] = [
  { name: 'named', weight: 6, write: (writer) => `profile ${head(writer, topName(writer), true)}` },
  {
    name: 'path',
    weight: 4,
    write: (writer) =>
      head(writer, writer.chance(0.5) ? `/usr/bin/p${writer.random.integer(0, 99)}` : path(writer), true),
  },
  { name: 'labelled', weight: 2, write: (writer) => `profile ${head(writer, label(writer), true)}` },
  {
    name: 'hat',
    weight: 0.4,
    write: (writer) => `${writer.random.pick(['hat ', '^'])}${head(writer, topName(writer), true)}`,
  },
  {
    name: 'long',
    weight: 0.1,
    write: (writer) =>
      `profile ${head(writer, 'n'.repeat(writer.random.pick([100, 973, 974, 975, 4094, 4095, 4096])), true)}`,
  },
  { name: 'namespace', weight: 0.5, write: (writer) => head(writer, `:ns:p${writer.random.integer(0, 99)}`, true) },
];

const topName = (writer: Writer): string =>
  writer.fault('profile.name')
    ? writer.random.pick(['', 'a b c', ...words('dup "a @{none} unconfined a//b ::x :ns: &x {a,b profile hat')])
    : quoted(
        writer,
        writer.random.pick([
          `p${writer.random.integer(0, 9999)}`,
          `p${writer.random.integer(0, 9999)}`,
          'docker-default',
          'a.b',
          `q${writer.random.integer(0, 9999)}`,
          'flags',
          'file',
          'é',
        ]),
      );

const profile = (writer: Writer): string => `${writer.one('profile', PROFILES)} {\n${body(writer, 0, 5).join('\n')}\n}`;

/** The variables that all parts draw from. */
const DECLARATIONS = [
  '@{one} = /one',
  '@{two}=a b',
  '@{D}=inet',
  '@{FS}=proc',
  '@{SIG}=hup',
  '@{OPT}=ro',
  '@{exec_path}=/usr/bin/x',
  '$on = true',
  '${off}=false',
];

export interface Generated {
  readonly text: string;
  /** Productions and mistakes that went into it. */
  readonly kinds: ReadonlySet<string>;
}

/** A file of profiles, of which about as many as `faults` says hold mistakes. */
export function generate(options: WriterOptions): Generated {
  const writer = new Writer(options);
  const { random } = writer;
  const preamble = Array.from({ length: random.integer(0, 2) }, () => writer.one('preamble', PREAMBLE));
  const profiles = Array.from({ length: random.pick([1, 1, 1, 1, 2, 0]) }, () => profile(writer));
  const [first] = profiles;
  if (first !== undefined && writer.fault('profile.twice', 0.3)) {
    profiles.push(first);
  }
  const declarations = DECLARATIONS.filter(() => !writer.fault('declaration', 0.2));
  const parts = [...declarations, ...preamble, ...profiles];
  const text = `${(writer.fault('order', 0.1) ? random.shuffled(parts) : parts).join('\n')}${writer.chance(0.97) ? '\n' : ''}`;
  return { text: writer.chance(0.01) ? text.replaceAll('\n', '\r\n') : text, kinds: writer.kinds };
}

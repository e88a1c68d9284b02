import type { Writer } from './writer';

export interface ConditionWords {
  readonly name: string;
  readonly value: (writer: Writer) => string;
  /** Several values in parentheses are right too. */
  readonly list?: boolean;
}

const OPERATORS = ['==', ':=', '+=', ' ', '=>', '!=', ' in ', '?='];

/** `name=value`, `name=(a b)`, `name in (a b)` and what comes near. */
export function condition(writer: Writer, { name, value, list }: ConditionWords): string {
  const { random } = writer;
  const one = (): string => value(writer);
  if (writer.fault('condition.form')) {
    return random.pick([
      name,
      `${name}=`,
      `${name}${random.pick(OPERATORS)}${one()}`,
      `${name}=()`,
      `${name}=(${one()}`,
      `${name} = = ${one()}`,
      `=${one()}`,
      `${name}=""`,
      `${name}=(${one()}${one()})`,
      `${name}=((${one()}))`,
    ]);
  }
  const equals = random.pick(['=', '=', '=', '=', ' = ', '= ', ' =']);
  if (list === true && writer.chance(0.4)) {
    writer.kinds.add('condition.list');
    return `${name}${writer.chance(0.7) ? equals : ' in '}(${[one(), one()].slice(0, random.integer(1, 2)).join(random.pick([' ', ', ', ',']))})`;
  }
  return `${name}${equals}${writer.chance(0.06) ? `(${one()})` : one()}`;
}

/** Some of the conditions that belong there; rarely one twice, one of another rule, or one that is none. */
export function conditions(writer: Writer, known: readonly ConditionWords[], density = 0.35): readonly string[] {
  const { random } = writer;
  const chosen = random.shuffled(known.filter(() => writer.chance(density)));
  const written = chosen.map((each) => condition(writer, each));
  const [first] = chosen;
  if (first !== undefined && writer.fault('condition.twice')) {
    written.push(condition(writer, first));
  }
  if (writer.fault('condition.unknown')) {
    written.push(
      random.pick([
        'foo=bar',
        'set=(hup)',
        'type=stream',
        'label=x',
        'peer=x',
        'bus=system',
        'options=ro',
        'addr=@x',
        'Type=stream',
        'priority=1',
        'flags=(complain)',
        'ip=::1',
        'fstype=proc',
        'interface=a.b',
      ]),
    );
  }
  return written;
}

/** `peer=(name=x label=y)` */
export function peer(writer: Writer, known: readonly ConditionWords[]): string {
  const inside = conditions(writer, known, 0.6);
  if (inside.length === 0 && !writer.chance(0.1)) {
    return '';
  }
  const name = writer.word('peer.name', ['peer'], ['Peer', 'peers', 'xattrs', 'to']);
  return `${name}${writer.random.pick(['=', '=', ' = ', '= '])}(${inside.join(writer.random.pick([' ', ', ', ',']))})`;
}

import type { Random } from './random';

/** Types that the generator knows: plain ones, lists of them, and what has no type before it runs. */
export type Kind = 'bool' | 'int' | 'double' | 'string' | 'ints' | 'strings' | 'dyn' | 'optional' | 'map';

/** Names that a macro has bound, with their kinds. */
type Scope = readonly (readonly [string, Kind])[];

type Make = (maker: Maker, depth: number) => string;

/** Leaves: they end the tree. */
const LEAVES: Readonly<Record<Kind, readonly string[]>> = {
  bool: ['true', 'false', 'has(object.spec.hostNetwork)', 'has(object.spec.nope)', 'variables.flag'],
  int: ['0', '1', '7', '-3', 'variables.count', 'size(object.metadata.name)', '9223372036854775807'],
  double: ['0.5', '2.0', '-1.25', '1e3', 'double(variables.count)'],
  string: ["''", "'a'", "'web'", "'registry.test/shop'", 'variables.image', "'ü€'", 'request.operation'],
  ints: ['[]', '[1]', '[3, 1, 2]', 'variables.numbers'],
  strings: ['[]', "['a', 'b']", 'variables.names', 'request.userInfo.groups'],
  dyn: [
    'object.metadata.name',
    'object.spec.hostNetwork',
    'object.spec.priority',
    'object.spec.containers[0].securityContext.runAsUser',
    'object.spec.containers[0].args',
    'object.spec.securityContext.supplementalGroups',
    'object.spec.nope',
    'object.spec.containers[5].name',
    'object.metadata.labels',
    'oldObject.metadata.labels.app',
    'variables.broken',
    'null',
  ],
  optional: [
    'object.spec.?priorityClassName',
    'object.?kind',
    'optional.none()',
    'variables.maybe',
    'object.spec.?nope.a',
  ],
  map: ['{}', "{'a': 1}", 'variables.table', 'object.metadata.labels'],
};

const NUMBERS: readonly Kind[] = ['int', 'double'];
const ANY: readonly Kind[] = ['bool', 'int', 'double', 'string', 'ints', 'strings', 'dyn', 'optional', 'map'];

/** One operator between two of a kind. */
const between =
  (kinds: readonly Kind[], operators: string): Make =>
  (maker, depth) => {
    const kind = maker.random.one(kinds);
    return `(${maker.of(kind, depth)} ${maker.random.one(operators.split(' '))} ${maker.of(kind, depth)})`;
  };

const call =
  (text: string, ...kinds: readonly Kind[]): Make =>
  (maker, depth) =>
    text.replace(/\$(\d)/g, (_, index: string) => maker.of(kinds[Number(index)] as Kind, depth));

const choice =
  (kind: Kind): Make =>
  (maker, depth) =>
    `(${maker.of('bool', depth)} ? ${maker.of(kind, depth)} : ${maker.of(kind, depth)})`;

/** A macro over a list: its name is bound in what it asks. */
const macro =
  (name: string, over: Kind, element: Kind, asked: Kind): Make =>
  (maker, depth) => {
    const range = maker.of(over, depth);
    const bound = maker.bind();
    return `${range}.${name}(${bound}, ${maker.with(bound, element).of(asked, depth)})`;
  };

const overContainers =
  (name: string, asked: Kind): Make =>
  (maker, depth) => {
    const bound = maker.bind();
    const range = maker.random.one(['object.spec.containers', 'variables.containers', 'object.spec.initContainers']);
    const parts = ['name', 'image', 'args', 'securityContext.runAsUser', 'nope'].map((part) => `${bound}.${part}`);
    const inner = maker.with(bound, 'dyn').withLeaves(parts);
    return `${range}.${name}(${bound}, ${inner.of(asked, depth)})`;
  };

const COMPARISONS = '== != < <= > >=';

const MAKES: Readonly<Record<Kind, readonly Make[]>> = {
  bool: [
    between(['int', 'double', 'string', 'bool'], COMPARISONS),
    between(['dyn', 'ints', 'strings', 'optional', 'map'], '== !='),
    between(['dyn'], COMPARISONS),
    between(['bool'], '&& ||'),
    between(['bool'], '&& ||'),
    call('!$0', 'bool'),
    call('($0 in $1)', 'int', 'ints'),
    call('($0 in $1)', 'string', 'strings'),
    call('($0 in $1)', 'string', 'map'),
    call('($0 in $1)', 'dyn', 'dyn'),
    call('($0 == $1)', 'dyn', 'string'),
    call('($0 > $1)', 'dyn', 'int'),
    call('$0.startsWith($1)', 'string', 'string'),
    call('$0.contains($1)', 'string', 'string'),
    call('$0.endsWith($1)', 'dyn', 'string'),
    call("$0.matches('^[a-z]+.*$')", 'string'),
    call('$0.matches($1)', 'string', 'string'),
    call('$0.hasValue()', 'optional'),
    call('$0.isSorted()', 'ints'),
    macro('all', 'ints', 'int', 'bool'),
    macro('exists', 'strings', 'string', 'bool'),
    macro('exists_one', 'ints', 'int', 'bool'),
    overContainers('all', 'bool'),
    overContainers('exists', 'bool'),
    choice('bool'),
    call("authorizer.group('policy').resource('podsecuritypolicies').name($0).check('use').allowed()", 'string'),
    call('sets.contains($0, $1)', 'ints', 'ints'),
    call('type($0) == type($1)', 'dyn', 'dyn'),
  ],
  int: [
    between(['int'], '+ - * / %'),
    call('size($0)', 'strings'),
    call('$0.size()', 'string'),
    call('size($0)', 'dyn'),
    call('$0.indexOf($1)', 'string', 'string'),
    call('$0.indexOf($1)', 'ints', 'int'),
    call('$0.lastIndexOf($1)', 'string', 'string'),
    call('$0[$1]', 'ints', 'int'),
    call('$0.sum()', 'ints'),
    call('$0.max()', 'ints'),
    call('int($0)', 'double'),
    call('int($0)', 'string'),
    call('int($0)', 'dyn'),
    call('-($0)', 'int'),
    choice('int'),
  ],
  double: [between(['double'], '+ - * /'), call('double($0)', 'int'), call('double($0)', 'dyn'), choice('double')],
  string: [
    between(['string'], '+'),
    call('string($0)', 'int'),
    call('string($0)', 'double'),
    call('string($0)', 'dyn'),
    call('$0[$1]', 'strings', 'int'),
    call('$0.join($1)', 'strings', 'string'),
    call('$0.join()', 'strings'),
    call('$0.substring($1)', 'string', 'int'),
    call('$0.substring($1, $2)', 'string', 'int', 'int'),
    call('$0.charAt($1)', 'string', 'int'),
    call('$0.replace($1, $2)', 'string', 'string', 'string'),
    call('$0.lowerAscii()', 'string'),
    call('$0.upperAscii()', 'dyn'),
    call('$0.trim()', 'string'),
    call("$0.find('[a-z]+')", 'string'),
    call("'%s-%d'.format([dyn($0), $1])", 'dyn', 'int'),
    choice('string'),
  ],
  ints: [
    between(['ints'], '+'),
    call('[$0, $1]', 'int', 'int'),
    call('[?optional.of($0), $1]', 'int', 'int'),
    macro('map', 'ints', 'int', 'int'),
    macro('filter', 'ints', 'int', 'bool'),
    macro('map', 'strings', 'string', 'int'),
    choice('ints'),
    call('lists.range($0 % 5)', 'int'),
    call('$0.sort()', 'ints'),
    call('$0.distinct()', 'ints'),
    call('$0.reverse()', 'ints'),
    call('[$0, $1].flatten()', 'ints', 'ints'),
  ],
  strings: [
    between(['strings'], '+'),
    call('[$0, $1]', 'string', 'string'),
    call("$0.split(',')", 'string'),
    call('$0.split($1, $2)', 'string', 'string', 'int'),
    macro('map', 'ints', 'int', 'string'),
    macro('filter', 'strings', 'string', 'bool'),
    overContainers('map', 'string'),
    choice('strings'),
    call("$0.findAll('[0-9]', $1)", 'string', 'int'),
    call('$0.slice($1, $2)', 'strings', 'int', 'int'),
  ],
  dyn: [
    call('dyn($0)', 'int'),
    call('dyn($0)', 'string'),
    call('$0[$1]', 'map', 'string'),
    call('object.spec.containers[$0].name', 'int'),
    call('object.metadata.labels[$0]', 'string'),
    call('($0 ? object : oldObject).metadata.name', 'bool'),
    call('$0.orValue($1)', 'optional', 'dyn'),
    call('$0[0]', 'dyn'),
    call('$0.value()', 'optional'),
    overContainers('filter', 'bool'),
    overContainers('map', 'dyn'),
    choice('dyn'),
  ],
  optional: [
    call('optional.of($0)', 'dyn'),
    call('optional.ofNonZeroValue($0)', 'dyn'),
    call('object.metadata.?labels[$0]', 'string'),
    call('object.spec.containers[?$0].name', 'int'),
    call('$0.or($1)', 'optional', 'optional'),
    call('$0.optMap(v, dyn([v]))', 'optional'),
    macro('optMap', 'optional', 'dyn', 'dyn'),
    macro('optFlatMap', 'optional', 'dyn', 'optional'),
    call('$0.?a', 'map'),
  ],
  map: [
    call("{'a': $0, 'b': $1}", 'int', 'int'),
    call("{?'a': $0}", 'optional'),
    call('{$0: $1}', 'string', 'dyn'),
    call('$0.transformMapEntry(i, v, {v: i})', 'strings'),
    call('{$0: $1}.transformMap(k, v, dyn(v))', 'string', 'dyn'),
  ],
};

/** Makes texts of a kind with what is in scope. */
export class Maker {
  public constructor(
    public readonly random: Random,
    private readonly scope: Scope = [],
    private readonly leaves: readonly string[] = [],
  ) {}

  public of(kind: Kind, depth: number): string {
    const bound = this.scope.filter(([, have]) => have === kind).map(([name]) => name);
    if (bound.length > 0 && this.random.chance(40)) return this.random.one(bound);
    if (kind === 'dyn' && this.leaves.length > 0 && this.random.chance(60)) return this.random.one(this.leaves);
    return depth <= 0
      ? this.random.one(LEAVES[kind])
      : this.random.one(MAKES[kind])(this, depth - 1 - this.random.below(2));
  }

  public bind(): string {
    return `v${this.scope.length}`;
  }
  public with(name: string, kind: Kind): Maker {
    return new Maker(this.random, [...this.scope, [name, kind]], this.leaves);
  }
  public withLeaves(leaves: readonly string[]): Maker {
    return new Maker(this.random, this.scope, [...this.leaves, ...leaves]);
  }
}

const TOKEN = /'(?:[^'\\]|\\.)*'|[A-Za-z_@]\w*|\d+(?:\.\d+)?|[<>=!]=|&&|\|\||./g;
const STRAY = [
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
  '.',
  '?',
  ':',
  ',',
  '!',
  '-',
  '+',
  '&&',
  'in',
  'null',
  "'a'",
  '1',
  '1.5',
  'x',
  'if',
  '"',
];

/** A text with a few of its tokens taken away, doubled, exchanged or put in. */
export function mutate(random: Random, text: string): string {
  const tokens: string[] = text.match(TOKEN) ?? [];
  for (let count = 1 + random.below(2); count > 0; count--) {
    const at = random.below(tokens.length + 1);
    const acts: readonly (() => void)[] = [
      () => void tokens.splice(at, 1),
      () => void tokens.splice(at, 0, random.one(STRAY)),
      () => void tokens.splice(at, 1, random.one(STRAY)),
      () => void tokens.splice(at, 1, random.one(tokens.length > 0 ? tokens : STRAY)),
      () => void tokens.splice(at, 0, random.one(tokens.length > 0 ? tokens : STRAY)),
    ];
    random.one(acts)();
  }
  return tokens.join('');
}

/** So many expressions: of every kind, as deep as that, one of five mutated. */
export function expressions(random: Random, count: number, depth: number): readonly string[] {
  return Array.from({ length: count }, () => {
    const text = new Maker(random).of(
      random.one([...ANY, ...NUMBERS, 'bool', 'bool', 'bool'] as const),
      1 + random.below(depth),
    );
    return random.chance(20) ? mutate(random, text) : text;
  });
}

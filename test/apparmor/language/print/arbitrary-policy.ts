/** Policies as trees, with everything that a parser of 5.0 can read: what is refused for its meaning alone is among it. */
import fc from 'fast-check';
import type { Branch, Expression, IfRule } from '../../../../lib/apparmor/language/model/conditions';
import type {
  Abi,
  Alias,
  Assignment,
  Include,
  PolicyFile,
  Profile,
} from '../../../../lib/apparmor/language/model/policy';
import type { AccessRule, Block, Condition, Prefix, Rule, Trivia } from '../../../../lib/apparmor/language/model/rules';
import type { Span, Word } from '../../../../lib/apparmor/language/model/source';

const span: Span = { source: { text: '' }, start: 0, end: 0 };
const word = (raw: string): Word => ({ value: raw.replace(/^"(.*)"$/, '$1'), raw, span });
const words = (...raws: string[]): fc.Arbitrary<Word> => fc.constantFrom(...raws).map(word);
const listOf = <T>(item: fc.Arbitrary<T>, minLength: number, maxLength: number): fc.Arbitrary<readonly T[]> =>
  fc.array(item, { minLength, maxLength });

/** A field that may be missing. */
const maybe = <K extends string, T>(key: K, value: fc.Arbitrary<T>): fc.Arbitrary<{ readonly [key in K]?: T }> =>
  fc.option(value, { nil: undefined }).map((made) => (made === undefined ? {} : { [key]: made }) as { [key in K]?: T });

const paths = words(
  '/a',
  '/a/{b,c}/**',
  '"/a b"',
  '"/a,b"',
  '"/say \\"x\\""',
  '/long/enough/to/fill/a/line/*',
  '@{X}/a',
  '/a\\ b',
  '"/#a"',
  '/[^a-z]?',
  '"/q\\134"',
);
const names = words('web', 'web//hat', '"a b"', ':ns:web', 'a_b-c.d', '/usr/bin/web');
const values = words('a', 'b.c', '/d/*', '"e f"', '"g,h"', 'some.rather.long.value.of.a.condition', '@{X}');

const comment = fc.constantFrom('# why', '#', '#/a r,', '# include <b>', '# } else {');
const trivia: fc.Arbitrary<Trivia> = fc
  .tuple(maybe('above', listOf(fc.oneof(comment, fc.constant('')), 1, 3)), maybe('behind', comment))
  .map(([above, behind]) => ({ ...above, ...behind }));
const below = maybe('below', listOf(comment, 1, 2));

const flag = <K extends keyof Prefix>(key: K, ...values: Prefix[K][]): fc.Arbitrary<Prefix> =>
  fc.constantFrom({}, {}, ...values.map((value) => ({ [key]: value })));
const prefix: fc.Arbitrary<Prefix> = fc
  .tuple(
    flag('priority', -3, 0, 7),
    flag('audit', true),
    flag('mode', 'allow', 'deny', 'prompt'),
    flag('owner', 'owner', 'other'),
  )
  .map((parts) => Object.assign({}, ...parts));

const condition = (name: string): fc.Arbitrary<Condition> =>
  fc.oneof(
    fc.record({
      name: fc.constant(word(name)),
      operator: fc.constant('=' as const),
      values: listOf(values, 1, 1),
      list: fc.constant(false),
    }),
    fc.record({
      name: fc.constant(word(name)),
      operator: fc.constantFrom('=' as const, 'in' as const),
      values: listOf(values, 1, 9),
      list: fc.constant(true),
    }),
  );
/** `peer=(` opens a group. */
const outer = (name: string): fc.Arbitrary<Condition> => condition(name).filter(({ list }) => name !== 'peer' || !list);
/** Within a group a list has one value, and there is `:=` in place of `in`. */
const inner = (name: string): fc.Arbitrary<Condition> =>
  fc.record({
    name: fc.constant(word(name)),
    operator: fc.constantFrom('=' as const, ':=' as const),
    values: listOf(values, 1, 1),
    list: fc.boolean(),
  });
const some = (item: (name: string) => fc.Arbitrary<Condition>, ...from: string[]): fc.Arbitrary<readonly Condition[]> =>
  fc.subarray(from).chain((picked) => fc.tuple(...picked.map(item)));

interface Shape {
  readonly kind: AccessRule['kind'];
  readonly access: readonly string[];
  readonly names: readonly string[];
  readonly conditions: readonly string[];
  readonly peer: readonly string[];
}

const ACCESS: readonly Shape[] = [
  {
    kind: 'network',
    access: ['create', 'bind', 'send', 'r', 'w'],
    names: ['inet', 'stream'],
    conditions: ['ip', 'port'],
    peer: ['ip', 'port'],
  },
  {
    kind: 'unix',
    access: ['send', 'receive', 'getattr', 'rw'],
    names: [],
    conditions: ['type', 'addr', 'label'],
    peer: ['addr', 'label'],
  },
  {
    kind: 'dbus',
    access: ['send', 'receive', 'bind'],
    names: [],
    conditions: ['bus', 'path', 'interface', 'member'],
    peer: ['name', 'label'],
  },
  { kind: 'signal', access: ['send', 'receive', 'rw'], names: [], conditions: ['set', 'peer'], peer: [] },
  { kind: 'ptrace', access: ['read', 'trace', 'tracedby'], names: [], conditions: ['peer'], peer: [] },
  { kind: 'mqueue', access: ['read', 'open', 'delete'], names: ['/queue'], conditions: ['type', 'label'], peer: [] },
  { kind: 'userns', access: ['create'], names: [], conditions: [], peer: [] },
  { kind: 'io_uring', access: ['sqpoll', 'override_creds'], names: [], conditions: ['label'], peer: [] },
];

const accessRule = fc.constantFrom(...ACCESS).chain(({ kind, access, names: from, conditions, peer }) =>
  fc
    .record({
      access: fc.subarray([...access]),
      names: fc.integer({ min: 0, max: from.length }),
      conditions: some(outer, ...conditions),
      peer: some(inner, ...peer),
    })
    .map((made) => ({
      kind,
      access: made.access.map(word),
      names: from.slice(0, made.names).map(word),
      conditions: made.conditions,
      ...(made.peer.length > 0 && { peer: { name: word('peer'), conditions: made.peer } }),
    })),
);

const EXEC = ['safe', 'unsafe'] as const;

const fileRule = fc.oneof(
  fc.constant({ kind: 'file' as const, keyword: true, permsFirst: false, subset: false }),
  fc
    .tuple(
      fc.boolean(),
      paths,
      fc.boolean(),
      fc.constantFrom<readonly [string, ...string[]]>(['r'], ['rw'], ['mrPix', 'x'], ['cx', 'x'], ['l', 'l']),
      maybe('target', names),
      maybe('exec', fc.constantFrom(...EXEC)),
      fc.boolean(),
    )
    .map(([keyword, path, permsFirst, [perms, kind], target, exec, subset]) => ({
      kind: 'file' as const,
      keyword,
      path,
      perms: word(perms),
      permsFirst,
      ...(kind === 'x' && exec),
      subset: permsFirst && kind === 'l' && subset,
      ...(kind !== undefined && target),
    })),
);

const mountRule = fc.oneof(
  fc
    .tuple(
      some(condition, 'fstype', 'options'),
      maybe('source', paths),
      maybe(
        'target',
        paths.filter(({ raw }) => !raw.startsWith('@')),
      ),
    )
    .map(([conditions, source, target]) => ({
      kind: 'mount' as const,
      conditions,
      ...source,
      ...target,
      targetConditions: [],
    })),
  fc
    .tuple(fc.constantFrom('remount' as const, 'umount' as const), some(condition, 'options'), maybe('source', paths))
    .map(([kind, conditions, source]) => ({ kind, conditions, ...source, targetConditions: [] })),
);

const ruleParts = fc.oneof(
  { weight: 3, arbitrary: fileRule },
  { weight: 3, arbitrary: accessRule },
  mountRule,
  fc
    .tuple(fc.boolean(), paths, paths)
    .map(([subset, path, target]) => ({ kind: 'link' as const, subset, path, target })),
  listOf(words('chown', 'kill', 'setuid', 'net_bind_service', 'dac_read_search', 'checkpoint_restore'), 0, 12).map(
    (made) => ({ kind: 'capability' as const, names: made }),
  ),
  fc
    .tuple(some(condition, 'oldroot'), maybe('path', paths), maybe('target', names))
    .map(([conditions, path, target]) => ({ kind: 'pivot_root' as const, conditions, ...path, ...target })),
  fc
    .tuple(maybe('exec', fc.constantFrom(...EXEC)), maybe('path', paths), maybe('target', names))
    .map(([exec, path, target]) => ({ kind: 'change_profile' as const, ...exec, ...path, ...target })),
  fc.constant({ kind: 'all' as const }),
);

const rlimit = fc
  .tuple(words('nofile', 'cpu', 'as'), words('5', 'infinity', '-3'), maybe('unit', words('K', 'min')))
  .map(
    ([resource, value, unit]): Rule => ({
      kind: 'rlimit',
      span,
      prefix: {},
      resource,
      value,
      ...(value.raw === '5' && unit),
    }),
  );

const include: fc.Arbitrary<Include> = fc
  .tuple(words('abstractions/base', 'local/web'), fc.boolean(), fc.boolean(), fc.boolean())
  .map(([path, magic, ifExists, hash]) => ({
    kind: 'include',
    span,
    path: word(magic ? `<${path.raw}>` : `"${path.raw}"`),
    magic,
    ifExists,
    hash,
    files: [],
  }));

const abi: fc.Arbitrary<Abi> = words('<abi/3.0>').map((path) => ({ kind: 'abi', span, path, magic: true }));

const operand: fc.Arbitrary<Expression> = fc.oneof(
  words('$x', '${y}').map((made): Expression => ({ kind: 'boolean', word: made })),
  words('@{X}', '$x').map((variable): Expression => ({ kind: 'defined', variable })),
  fc
    .tuple(words('@{X}', 'a'), fc.constantFrom('==', '!=', 'in', '<', '<=', '>', '>='), words('@{Y}', 'b'))
    .map(([left, operator, right]): Expression => ({ kind: 'compare', operator, left, right })),
);
const { expression } = fc.letrec<{ expression: Expression }>((tie) => ({
  expression: fc.oneof(
    { depthSize: 'small' },
    operand,
    tie('expression').map((of): Expression => ({ kind: 'not', of })),
    fc
      .tuple(fc.constantFrom('and' as const, 'or' as const), tie('expression'), tie('expression'))
      .map(([kind, left, right]): Expression => ({ kind, left, right })),
  ),
}));

const flags = fc.subarray(['complain', 'audit', 'attach_disconnected', 'error=EPERM']).map((made) => made.map(word));
const xattrs = fc.option(
  some(inner, 'security.a', 'user.b').filter((made) => made.length > 0),
  { nil: undefined },
);

function head(keyword: Profile['keyword'], inside: readonly Rule[]): fc.Arbitrary<Profile> {
  const hat = keyword === 'hat' || keyword === '^';
  return fc
    .tuple(
      keyword === undefined ? words('/bin/a', '"/bin/a b"') : names.filter(({ raw }) => !hat || /^\w/.test(raw)),
      hat ? fc.constant({}) : maybe('attachment', paths),
      hat ? fc.constant(undefined) : xattrs,
      flags,
      fc.boolean(),
      below,
    )
    .map(([name, attachment, made, flag, flagsKeyword, after]) => ({
      kind: 'profile',
      span,
      keyword,
      name,
      ...attachment,
      ...(made && { xattrs: { name: word('xattrs'), conditions: made } }),
      flags: flag,
      flagsKeyword: flag.length > 0 && flagsKeyword,
      rules: inside,
      ...after,
    }));
}

const rules: fc.Arbitrary<readonly Rule[]> = fc.letrec<{ rule: Rule; rules: readonly Rule[] }>((tie) => ({
  rule: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc
      .tuple(ruleParts, prefix, trivia)
      .map(([parts, before, around]) => ({ ...parts, span, prefix: before, ...around }) as Rule),
    fc.tuple(rlimit, trivia).map(([rule, around]) => ({ ...rule, ...around })),
    fc.tuple(include, trivia).map(([rule, around]) => ({ ...rule, ...around })),
    fc.tuple(prefix, tie('rules'), below, trivia).map(
      ([{ priority: _none, ...before }, inside, after, around]): Block => ({
        kind: 'block',
        span,
        prefix: before,
        rules: inside,
        ...after,
        ...around,
      }),
    ),
    fc
      .tuple(branches(expression, tie('rules')), trivia)
      .map(([made, { above }]): IfRule => ({ kind: 'if', span, branches: made, ...(above && { above }) })),
    fc
      .tuple(fc.constantFrom('profile' as const, 'hat' as const, '^' as const), tie('rules'), trivia)
      .chain(([keyword, inside, around]) => head(keyword, inside).map((made) => ({ ...made, ...around }))),
  ),
  rules: fc.array(tie('rule'), { maxLength: 4, depthIdentifier: 'rules' }),
})).rules;

function branches(
  when: fc.Arbitrary<Expression>,
  inside: fc.Arbitrary<readonly Rule[]>,
): fc.Arbitrary<readonly Branch[]> {
  const branch = fc
    .tuple(when, inside, maybe('behind', comment), below)
    .map(([condition, made, behind, after]): Branch => ({ when: condition, rules: made, ...behind, ...after }));
  const last = fc.option(fc.tuple(inside, below), { nil: undefined });
  return fc
    .tuple(fc.array(branch, { minLength: 1, maxLength: 2 }), last)
    .map(([first, otherwise]) => [...first, ...(otherwise ? [{ rules: otherwise[0], ...otherwise[1] }] : [])]);
}

const assignment: fc.Arbitrary<Assignment> = fc
  .tuple(words('@{X}', '@{Y}'), fc.constantFrom('=', '+=', '?=', ':='), listOf(values, 1, 12))
  .map(([variable, operator, made]) => ({
    kind: 'assignment',
    span,
    variable,
    boolean: false,
    operator,
    values: made,
  }));

const switched: fc.Arbitrary<Assignment> = fc
  .tuple(words('$x', '${y}'), words('true', 'false'))
  .map(([variable, value]) => ({
    kind: 'assignment',
    span,
    variable,
    boolean: true,
    operator: '=',
    values: [],
    expression: { kind: 'word', word: value },
  }));

const alias: fc.Arbitrary<Alias> = fc.tuple(paths, paths).map(([from, to]) => ({ kind: 'alias', span, from, to }));

const preamble = fc
  .tuple(fc.oneof(include, abi, assignment, switched, alias), trivia)
  .map(([item, around]) => ({ ...item, ...around }));
const profile = fc
  .tuple(fc.constantFrom('profile' as const, 'hat' as const, undefined), rules, trivia)
  .chain(([keyword, inside, around]) => head(keyword, inside).map((made) => ({ ...made, ...around })));

/** A file of profiles. */
export const policy: fc.Arbitrary<PolicyFile> = fc
  .tuple(fc.array(preamble, { maxLength: 4 }), fc.array(profile, { minLength: 1, maxLength: 2 }), below)
  .map(([first, profiles, after]) => ({ source: span.source, items: [...first, ...profiles], ...after }));

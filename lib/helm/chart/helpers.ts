import type { MapTemplate } from '../document/block';
import {
  type BoundVariable,
  call,
  type ExpressionNode,
  literal,
  type NamedTemplate,
  type Owner,
  pipe,
  type Type,
} from '../expression/node';

/** Names of Kubernetes objects that are labels too have at most 63 characters (RFC 1123). */
const LABEL_LENGTH = 63;

/** Characters that stay free after `<chart>.fullname`, for the rest of an object's name. */
export const RESERVED = 16;

function builtin(owner: Owner, ...path: readonly string[]): ExpressionNode {
  return { kind: 'builtin', path, type: 'string', owner };
}

function include(owner: Owner, template: NamedTemplate): ExpressionNode {
  return { kind: 'include', template, type: 'string', owner };
}

function local(owner: Owner, variable: BoundVariable): ExpressionNode {
  return { kind: 'variable', variable, type: variable.type, owner };
}

/** How the text of a named template becomes what its body gives: `include` knows texts only, and the text `false` is true. */
const TAKEN_BACK: Readonly<Record<Type, (text: ExpressionNode) => ExpressionNode>> = {
  string: (text) => text,
  boolean: (text) => call('eq', 'boolean', text, literal('true')),
  integer: (text) => pipe(text, 'int64', 'integer'),
  number: (text) => pipe(text, 'float64', 'number'),
  list: (text) => pipe(text, 'mustFromJson', 'list'),
  map: (text) => pipe(text, 'mustFromJson', 'map'),
  any: (text) => pipe(text, 'mustFromJson', 'any'),
};

/** What a named template gives, of the type of its body. */
export function includedTemplate(owner: Owner, template: NamedTemplate): ExpressionNode {
  return TAKEN_BACK[template.body.type](include(owner, template));
}

/** `-` cannot end a name, so what a cut leaves there goes. */
function cut(node: ExpressionNode, length: number): ExpressionNode {
  return pipe(pipe(node, 'trunc', 'string', literal(length)), 'trimSuffix', 'string', literal('-'));
}

/** `<chart>.name`: the chart's name, or what `nameOverride` says. */
export function nameTemplate(owner: Owner, prefix: string, override: ExpressionNode): NamedTemplate {
  const body = cut(pipe(override, 'default', 'string', builtin(owner, 'Chart', 'Name')), LABEL_LENGTH);
  return { name: `${prefix}.name`, body, plain: true };
}

/** What the full name of a release is made of. */
export interface FullnameParts {
  readonly owner: Owner;
  /** Name of the chart, with which the names of its templates start. */
  readonly prefix: string;
  readonly override: ExpressionNode;
  /** The template of the chart's own name. */
  readonly name: NamedTemplate;
}

/**
 * `<chart>.fullname`: the release's name and the chart's, or the release's alone when it holds the chart's. Too long, it is
 * cut and ends in a hash, so that two long releases never meet.
 *
 * @param reserved characters that come after it. For 16 the template has no number in its name; else the number is its length.
 */
export function fullnameTemplate({ owner, prefix, override, name }: FullnameParts, reserved: number): NamedTemplate {
  const most = LABEL_LENGTH - reserved;
  const own = `${prefix}.fullname${reserved === RESERVED ? '' : most}`;
  const short: BoundVariable = { hint: 'name', scope: own, type: 'string' };
  const full: BoundVariable = { hint: 'full', scope: own, type: 'string' };
  const release = builtin(owner, 'Release', 'Name');
  const both = call('printf', 'string', literal('%s-%s'), release, local(owner, short));
  const generated = call('ternary', 'string', release, both, call('contains', 'boolean', local(owner, short), release));
  return {
    name: own,
    plain: true,
    locals: [
      { variable: short, value: include(owner, name) },
      { variable: full, value: pipe(override, 'default', 'string', generated) },
    ],
    body: fitted(local(owner, full), most),
  };
}

/** A text of at most so many characters. A longer one is cut and ends in its hash. */
function fitted(text: ExpressionNode, most: number): ExpressionNode {
  const hash = pipe(pipe(text, 'sha256sum', 'string'), 'trunc', 'string', literal(8));
  const hashed = call('printf', 'string', literal('%s-%s'), cut(text, most - 9), hash);
  const fits = call('le', 'boolean', call('len', 'integer', text), literal(most));
  return call('ternary', 'string', text, hashed, fits);
}

/**
 * `<chart>.name63`: the name that it is called with, when it is not longer than that; else cut, with a hash. For names that
 * end in a key of the user's, whose length nobody knows.
 *
 * @param reserved characters that Kubernetes appends.
 */
export function fittedTemplate(owner: Owner, prefix: string, reserved: number): NamedTemplate {
  const most = LABEL_LENGTH - reserved;
  const name: BoundVariable = { hint: 'name', scope: `${prefix}.name${most}`, type: 'string' };
  return { name: `${prefix}.name${most}`, parameter: name, body: fitted(local(owner, name), most) };
}

/** `<chart>.chart`: name and version, as a label value. */
export function chartTemplate(owner: Owner, prefix: string): NamedTemplate {
  const both = call(
    'printf',
    'string',
    literal('%s-%s'),
    builtin(owner, 'Chart', 'Name'),
    builtin(owner, 'Chart', 'Version'),
  );
  const label = pipe(both, 'replace', 'string', literal('+'), literal('_'));
  return { name: `${prefix}.chart`, body: cut(label, LABEL_LENGTH), plain: true };
}

/** `<chart>.labels`: the labels that Kubernetes recommends, for every object of the chart. */
export function labelsTemplate(
  owner: Owner,
  prefix: string,
  name: NamedTemplate,
  chart: NamedTemplate,
  appVersion: boolean,
): MapTemplate {
  const marked = (node: ExpressionNode): LabelValue => ({ node });
  const entries: Record<string, LabelValue> = {
    'helm.sh/chart': marked(include(owner, chart)),
    'app.kubernetes.io/name': marked(include(owner, name)),
    'app.kubernetes.io/instance': marked(builtin(owner, 'Release', 'Name')),
    'app.kubernetes.io/managed-by': marked(builtin(owner, 'Release', 'Service')),
  };
  if (appVersion)
    entries['app.kubernetes.io/version'] = marked(
      cut(pipe(builtin(owner, 'Chart', 'AppVersion'), 'replace', 'string', literal('+'), literal('_')), LABEL_LENGTH),
    );
  return { name: `${prefix}.labels`, entries };
}

/** A label's value before it is wrapped into an expression. */
export interface LabelValue {
  readonly node: ExpressionNode;
}

import type { TextName } from './texts';

/** What a value may be; more than one of these where there are several forms. */
export interface ValueShape {
  /** One of these words. */
  readonly words?: readonly string[];
  /** A text of a kind. */
  readonly text?: TextName;
  /** Whether a number stands for such a text too: ports. */
  readonly number?: boolean;
  /** A list of such. */
  readonly list?: ValueShape;
  /** Least number of items of the list. */
  readonly least?: number;
  /** Any map: somebody else looks into it. */
  readonly open?: true;
  /** A map with these keys. */
  readonly keys?: readonly Key[];
  /** A map from names of a kind to such. */
  readonly named?: { readonly name: TextName; readonly value: ValueShape };
}

/** One key: the checks, the JSON Schema and the reference are made of this table. */
export interface Key {
  readonly name: string;
  /** What it says, in one or two sentences. */
  readonly about: string;
  readonly value: ValueShape;
  readonly required?: true;
  /** What holds when it is not there. */
  readonly otherwise?: string;
  /** A value as it is written in YAML. */
  readonly example: string;
}

const PATHS: ValueShape = { list: { text: 'path' } };
const PROGRAMS: ValueShape = { list: { text: 'program' } };
const PORT: ValueShape = { text: 'port', number: true };

const PROCESSES: Key = {
  name: 'processes',
  about:
    'Which programs may start: `any`, `none`, or a list. What the runtime starts from outside (the first program, probes, `kubectl exec`) is not refused, but runs under the policy.',
  otherwise: '`any`',
  example: '{ only: [/usr/sbin/nginx] }',
  value: {
    words: ['any', 'none'],
    keys: [
      {
        name: 'only',
        about:
          'The programs that may start, by their paths: patterns with `*` and `**`. They are protected from changes. busybox and toybox are all of their commands in one file, shells included. A script that may start brings its interpreter (`#!`) along.',
        required: true,
        example: '[/usr/sbin/nginx]',
        value: PROGRAMS,
      },
    ],
  },
};

const SHELLS: Key = {
  name: 'shells',
  about:
    'Whether shells may start: `none` or `any`. sh, bash, dash, ash, zsh, ksh, fish, csh, busybox, toybox and their kin count, in every folder.',
  otherwise: '`none`',
  example: 'none',
  value: {
    words: ['none', 'any'],
    keys: [
      {
        name: 'also',
        about: 'Programs that count as shells besides those known by name. None of all of them starts.',
        required: true,
        example: '[/opt/tools/console]',
        value: PROGRAMS,
      },
    ],
  },
};

const FILES: Key = {
  name: 'files',
  about:
    'What may be read and changed: `any`, or lists. Changing is also creating, deleting, renaming, truncating and linking. A pattern that ends with `/` or `/**` means the folder and all below. Paths are those behind all links.',
  otherwise: '`any`',
  example: '{ writable: [/var/cache/nginx/**] }',
  value: {
    words: ['any'],
    keys: [
      {
        name: 'readOnly',
        about: 'May be read, and not changed.',
        otherwise: 'none',
        example: '[/etc/**]',
        value: PATHS,
      },
      {
        name: 'writable',
        about: 'May be read and changed; what stands there can be neither started nor loaded.',
        otherwise: 'none',
        example: '[/var/cache/nginx/**]',
        value: PATHS,
      },
      {
        name: 'hidden',
        about: 'May not even be read. It wins over all else.',
        otherwise: 'none',
        example: '[/root/**]',
        value: PATHS,
      },
      {
        name: 'rest',
        about:
          'What holds for all other paths. With `hidden`, what every program needs (shared libraries, `/etc/passwd`, certificates, `/proc`) can still be read.',
        otherwise: '`readOnly` where `writable` is given, be it empty; else `writable`',
        example: 'readOnly',
        value: { words: ['readOnly', 'writable', 'hidden'] },
      },
      {
        name: 'libraries',
        about: 'Files besides `*.so` and `*.node` whose code programs load.',
        otherwise: 'none',
        example: '[/app/**.dll]',
        value: PATHS,
      },
    ],
  },
};

const PORTS: Key = {
  name: 'ports',
  about:
    'Which ports may be opened and reached: `any`, `none` (no socket of the network at all), or lists. AppArmor blocks `none`; single ports only where parser and kernel tell them apart, see the report.',
  otherwise: '`any`',
  example: '{ listen: [8080] }',
  value: {
    words: ['any', 'none'],
    keys: [
      {
        name: 'listen',
        about: 'Ports that may be opened.',
        otherwise: 'none',
        example: '[8080, 53/udp]',
        value: { list: PORT },
      },
      {
        name: 'connect',
        about: 'Ports of others that may be reached: `any`, or a list.',
        otherwise: '`any`',
        example: '[5432, 53/udp]',
        value: { words: ['any'], list: PORT },
      },
    ],
  },
};

/** What holds for one container. */
const RULE_KEYS: readonly Key[] = [
  PROCESSES,
  SHELLS,
  FILES,
  PORTS,
  {
    name: 'capabilities',
    about:
      'Capabilities that may be used: a list, `none`, or `any` (all that the runtime gives). They are only a limit: the runtime gives them.',
    otherwise: 'chown, dac_override, fowner, fsetid, kill, net_bind_service, setgid, setuid',
    example: '[net_bind_service, setuid, setgid]',
    value: { words: ['any', 'none'], list: { text: 'capability' } },
  },
  {
    name: 'commands',
    about:
      'Commands that the cluster starts in the container and that must go on working: exec probes, preStop hooks. Each is a list of a program and its arguments, as in the pod. Their programs may start.',
    otherwise: 'none',
    example: '[[/usr/local/bin/ready, --fast]]',
    value: { list: { list: { text: 'word' }, least: 1 } },
  },
];

const SPEC_KEYS: readonly Key[] = [
  {
    name: 'pods',
    about: 'Labels of the pods that the policy is for.',
    otherwise: 'none: you put containers under the profile',
    example: '{ app: web }',
    value: { named: { name: 'labelKey', value: { text: 'labelValue' } } },
  },
  {
    name: 'mode',
    about: '`audit` blocks nothing and logs everything that would be blocked; `enforce` blocks.',
    otherwise: '`audit`',
    example: 'enforce',
    value: { words: ['audit', 'enforce'] },
  },
  ...RULE_KEYS,
  {
    name: 'containers',
    about:
      'Rules of single containers by their names, init containers too: each gets a profile of its own. A property that stands there replaces that of the policy, the others stay.',
    otherwise: 'none',
    example: '{ init: { shells: any } }',
    value: { named: { name: 'container', value: { keys: RULE_KEYS } } },
  },
];

export const API_VERSION = 'container-security/v1';
export const KIND = 'ContainerPolicy';

/** One document. */
export const DOCUMENT_KEYS: readonly Key[] = [
  {
    name: 'apiVersion',
    about: 'The version of this form.',
    required: true,
    example: API_VERSION,
    value: { words: [API_VERSION] },
  },
  { name: 'kind', about: 'What the document is.', required: true, example: KIND, value: { words: [KIND] } },
  {
    name: 'metadata',
    about: 'What the policy is called.',
    required: true,
    example: '{ name: web }',
    value: {
      keys: [
        {
          name: 'name',
          about: 'Name of the policy. The profile is named after the chart and this.',
          required: true,
          example: 'web',
          value: { text: 'name' },
        },
      ],
    },
  },
  {
    name: 'spec',
    about: 'What the containers may do.',
    required: true,
    example: '{ mode: audit }',
    value: { keys: SPEC_KEYS },
  },
];

/** What `spec` holds, for props that have the same keys. */
export const SPEC: ValueShape = { keys: SPEC_KEYS };

/** Admission policies as others write them, each with pods; the server says what is right. */
import type { Pod } from '../../../lib/pod-security/language/pod/model';

export interface Foreign {
  readonly title: string;
  /** Spec of the policy; `mutations` make it a MutatingAdmissionPolicy. */
  readonly spec: Readonly<Record<string, unknown>>;
  /** Of the binding, beside the name of the policy. @default - denies */
  readonly binding?: Readonly<Record<string, unknown>>;
  readonly pods: readonly Pod[];
}

const RULES = {
  resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] }],
};

const pod = (spec: object = {}, metadata: object = {}): Pod => ({
  metadata,
  spec: {
    ...{ automountServiceAccountToken: false },
    containers: [{ name: 'a', image: 'example.com/a:1' }],
    ...spec,
  },
});

const PLAIN = pod();
const HOST = pod({ hostNetwork: true });
const LABELLED = pod({}, { labels: { app: 'web' } });
const TWO = pod({
  containers: [
    { name: 'a', image: 'example.com/a:1', securityContext: { privileged: true } },
    { name: 'b', image: 'example.com/b' },
  ],
});

const patch = (expression: string) => ({ patchType: 'JSONPatch', jsonPatch: { expression } });
const apply = (expression: string) => ({ patchType: 'ApplyConfiguration', applyConfiguration: { expression } });

const mutating = (title: string, mutations: readonly object[], pods: readonly Pod[], more: object = {}): Foreign => ({
  title,
  spec: { matchConstraints: RULES, reinvocationPolicy: 'Never', mutations, ...more },
  pods,
});

const validating = (
  title: string,
  validations: readonly object[],
  pods: readonly Pod[],
  more: object = {},
): Foreign => ({
  title,
  spec: { matchConstraints: RULES, validations, ...more },
  pods,
});

const NO_HOST = '!object.spec.?hostNetwork.orValue(false)';

/** A text that is too long for a message. */
const LONG = "['0123456789'].map(x, x + x + x + x + x + x + x + x + x + x).map(x, x + x + x + x + x + x)";

export const FOREIGN: readonly Foreign[] = [
  validating('a message', [{ expression: NO_HOST, message: 'no host network' }], [PLAIN, HOST]),
  validating('no message', [{ expression: `${NO_HOST} ` }], [HOST]),
  validating(
    'a message from an expression',
    [{ expression: NO_HOST, messageExpression: "'not in ' + request.namespace.substring(0, 4) + ': ' + object.kind" }],
    [HOST],
  ),
  validating(
    'a message of two lines, which is dropped',
    [{ expression: NO_HOST, message: 'plain', messageExpression: "'a\\nb'" }],
    [HOST],
  ),
  validating(
    'a message that is too long, and dropped',
    [
      {
        expression: NO_HOST,
        message: 'plain',
        messageExpression: `${LONG}.map(x, x + x + x + x + x + x + x + x + x)[0]`,
      },
    ],
    [HOST],
  ),
  validating(
    'a message that asks for rights, and fails',
    [
      {
        expression: NO_HOST,
        message: 'plain',
        messageExpression: "variables.may ? 'may' : 'may not'",
      },
    ],
    [HOST],
    {
      variables: [
        { name: 'may', expression: "authorizer.group('').resource('pods').namespace('x').check('get').allowed()" },
      ],
    },
  ),
  validating('an expression that fails', [{ expression: "object.spec.nothing == 'a'" }], [PLAIN]),
  validating('an expression that fails, and is ignored', [{ expression: "object.spec.nothing == 'a'" }], [PLAIN], {
    failurePolicy: 'Ignore',
  }),
  validating('a variable that fails', [{ expression: 'variables.bad > 1' }], [PLAIN], {
    variables: [{ name: 'bad', expression: 'object.spec.nothing' }],
  }),
  validating('a condition that is not met', [{ expression: 'false', message: 'never' }], [PLAIN, LABELLED], {
    matchConditions: [{ name: 'web', expression: "object.metadata.?labels[?'app'].orValue('') == 'web'" }],
  }),
  validating('a condition that fails beside one that is false', [{ expression: 'false', message: 'never' }], [PLAIN], {
    matchConditions: [
      { name: 'bad', expression: "object.spec.nothing == 'a'" },
      { name: 'no', expression: 'false' },
    ],
  }),
  validating('a condition that fails', [{ expression: 'true' }], [PLAIN], {
    matchConditions: [{ name: 'bad', expression: "object.spec.nothing == 'a'" }],
  }),
  validating(
    'an expression that costs too much',
    [
      {
        expression:
          '[1,2,3,4,5,6,7,8,9,10].all(a, [1,2,3,4,5,6,7,8,9,10].all(b, [1,2,3,4,5,6,7,8,9,10].all(c, [1,2,3,4,5,6,7,8,9,10].all(d, [1,2,3,4,5,6,7,8,9,10].all(e, [1,2,3,4,5,6,7,8,9,10].all(f, a + b + c + d + e + f > 0))))))',
      },
    ],
    [PLAIN],
  ),
  {
    ...validating(
      'a policy that costs more than its budget',
      [...Array.from({ length: 30 }, (_, index) => index)].map((index) => ({
        expression: `authorizer.group('').resource('pods').namespace('n${index}').check('get').allowed() || true`,
      })),
      [PLAIN],
    ),
  },
  {
    ...validating('an object selector', [{ expression: 'false', message: 'never' }], [PLAIN, LABELLED]),
    binding: { validationActions: ['Deny'], matchResources: { objectSelector: { matchLabels: { app: 'web' } } } },
  },
  mutating(
    'a patch that tests',
    [
      patch(
        "[JSONPatch{op: 'test', path: '/spec/containers/0/name', value: 'b'}, JSONPatch{op: 'add', path: '/spec/hostPID', value: true}]",
      ),
      patch(
        "[JSONPatch{op: 'test', path: '/spec/containers/0/name', value: 'a'}, JSONPatch{op: 'add', path: '/spec/hostIPC', value: true}]",
      ),
    ],
    [PLAIN],
  ),
  mutating(
    'a patch with an object, and one with a key of signs',
    [
      patch(
        "[JSONPatch{op: 'add', path: '/spec/containers/0/securityContext', value: Object.spec.containers.securityContext{runAsUser: 5, privileged: false}}]",
      ),
      patch(
        "[JSONPatch{op: 'add', path: '/metadata/labels', value: {'x/y': 'v'}}, JSONPatch{op: 'add', path: '/metadata/labels/' + jsonpatch.escapeKey('a/b'), value: 'w'}]",
      ),
    ],
    [PLAIN],
  ),
  mutating('a patch of what is not there', [patch("[JSONPatch{op: 'remove', path: '/spec/nothing'}]")], [PLAIN]),
  mutating(
    'a patch of what is not there, ignored',
    [
      patch("[JSONPatch{op: 'remove', path: '/spec/nothing'}]"),
      patch("[JSONPatch{op: 'replace', path: '/spec/hostPID', value: true}]"),
    ],
    [PLAIN],
    { failurePolicy: 'Ignore' },
  ),
  mutating(
    'a configuration for each container',
    [
      apply(
        'Object{spec: Object.spec{containers: object.spec.containers.map(c, Object.spec.containers{name: c.name, securityContext: Object.spec.containers.securityContext{allowPrivilegeEscalation: c.?securityContext.?privileged.orValue(false)}})}}',
      ),
    ],
    [PLAIN, TWO],
  ),
  mutating(
    'a configuration that adds a container before and a label',
    [
      apply(
        "Object{metadata: Object.metadata{labels: {'a': 'b'}}, spec: Object.spec{initContainers: [Object.spec.initContainers{name: 'init', image: 'example.com/i:1', restartPolicy: 'Always'}], containers: [Object.spec.containers{name: 'z', image: 'example.com/z:1'}]}}",
      ),
    ],
    [PLAIN, TWO, LABELLED],
  ),
  mutating(
    'a configuration of an atomic list',
    [apply("Object{spec: Object.spec{containers: [Object.spec.containers{name: 'a', args: ['x']}]}}")],
    [PLAIN],
  ),
  mutating(
    'a configuration whose types do not fit',
    [apply('Object{spec: Object.spec{securityContext: Object.spec.wrong{runAsUser: 5}}}')],
    [PLAIN],
  ),
  mutating(
    'a mutation that sees what the one before has done',
    [
      patch("[JSONPatch{op: 'add', path: '/spec/hostPID', value: true}]"),
      patch("object.spec.?hostPID.orValue(false) ? [JSONPatch{op: 'add', path: '/spec/hostIPC', value: true}] : []"),
    ],
    [PLAIN],
  ),
  mutating(
    'a mutation that is called again',
    [
      patch(
        "[JSONPatch{op: 'add', path: '/metadata/generateName', value: object.metadata.?generateName.orValue('') + 'x'}]",
      ),
    ],
    [PLAIN],
    { reinvocationPolicy: 'IfNeeded' },
  ),
  {
    ...validating(
      'a warning',
      [{ expression: NO_HOST, message: 'no host network' }, { expression: "object.spec.nothing == 'a'" }],
      [HOST, PLAIN],
    ),
    binding: { validationActions: ['Warn', 'Audit'] },
  },
];

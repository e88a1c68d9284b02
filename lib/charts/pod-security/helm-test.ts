import { ApiObject } from 'cdk8s';
import {
  Block,
  Expression,
  ExpressionType,
  type HelmChart,
  Hook,
  HookDeletePolicy,
  HookEvent,
  ValueSchema,
} from '../../helm';
import { bandsOf } from '../../pod-security/bands';
import { RBAC } from '../../pod-security/rights';
import { all, asExpression, not, placeWhen, some } from '../../pod-security/when';
import type { PolicyValues } from './values';

/** What a policy lets in only when it allows everything. */
const FORBIDDEN = {
  hostPID: true,
  hostNetwork: true,
  containers: [{ name: 'forbidden', image: 'forbidden', securityContext: { privileged: true } }],
  volumes: [{ name: 'node', hostPath: { path: '/' } }],
};

/** What our policies say in every band. */
const REFUSAL = 'PodSecurityPolicy: unable to admit pod';

/**
 * A dry run: the API server answers as to a pod, and makes none. In audit the pod is let in, and kubectl prints the warning. A
 * refusal by somebody else, such as for a right that is missing or a label of the namespace, proves nothing.
 */
const SCRIPT = `said=$(printf '%s' "$POD" | kubectl -n "$NAMESPACE" create --dry-run=server -f - 2>&1)
echo "$said"
case "$said" in
  *"$REFUSAL"*) echo "The policies act in the namespace $NAMESPACE." ;;
  *)
    echo "The policies do not act in the namespace $NAMESPACE: they said nothing against a pod that asks for everything." >&2
    exit 1
    ;;
esac
`;

/**
 * `helm test`: a pod that must be refused is tried. `.Capabilities` shows PodSecurityPolicies also where the admission plugin
 * is off. A bare pod, so that whoever runs the test is asked for the policy that lets it in, and not the controller of Jobs.
 */
export function addHelmTest(chart: HelmChart, values: PolicyValues): void {
  const { policies, audits, exemptNamespaces, namespaces } = values;
  const settings = chart.values.addGroup(
    'test',
    'helm test: a pod that asks for everything is tried in a server dry run, and must be refused.',
  );
  const image = settings.addImage('image', {
    description: 'An image with kubectl and a shell.',
    repository: 'docker.io/alpine/kubectl',
    tag: '1.36.0',
    pullPolicy: 'IfNotPresent',
  });
  const pullSecrets = settings.addList('imagePullSecrets', {
    description: 'Secrets for a private registry, by reference.',
    items: ValueSchema.record({
      name: { schema: ValueSchema.text({ minLength: 1 }), description: 'Name of the Secret.', required: true },
    }),
  });
  const { release } = chart;
  const first = Expression.call('first', namespaces);
  const target = Expression.choose(namespaces, first, release.namespaceName).typed(ExpressionType.STRING);
  const bands = bandsOf(chart);
  const act = some(all(bands.policies, not(audits)), bands.validation);
  const isJudged = Expression.negate(Expression.call('has', target, exemptNamespaces));
  const place = placeWhen(chart, 'tested', all(asExpression(act), policies, isJudged));
  if (!place) return;

  const account = new ApiObject(place, 'test-account', {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    automountServiceAccountToken: false,
  });
  const namespace = target.asString();
  const role = new ApiObject(place, 'test-role', {
    apiVersion: `${RBAC}/v1`,
    kind: 'Role',
    metadata: { namespace },
    rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['create'] }],
  });
  const binding = new ApiObject(place, 'test-binding', {
    apiVersion: `${RBAC}/v1`,
    kind: 'RoleBinding',
    metadata: { namespace },
    roleRef: { apiGroup: RBAC, kind: 'Role', name: role.name },
    subjects: [{ kind: 'ServiceAccount', name: account.name, namespace: release.namespaceName.asString() }],
  });
  const forbidden = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'forbidden' }, spec: FORBIDDEN };
  const pod = new ApiObject(place, 'test', {
    apiVersion: 'v1',
    kind: 'Pod',
    spec: {
      restartPolicy: 'Never',
      serviceAccountName: account.name,
      automountServiceAccountToken: true,
      imagePullSecrets: Block.when(pullSecrets, pullSecrets),
      securityContext: { runAsNonRoot: true, runAsUser: 65534, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [
        {
          name: 'test',
          image: image.reference.asString(),
          imagePullPolicy: image.pullPolicy.asString(),
          command: ['sh', '-c', SCRIPT],
          env: [
            { name: 'HOME', value: '/tmp' },
            { name: 'NAMESPACE', value: namespace },
            { name: 'REFUSAL', value: REFUSAL },
            { name: 'POD', value: JSON.stringify(forbidden) },
          ],
          securityContext: {
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ['ALL'] },
          },
          resources: { requests: { cpu: '10m', memory: '64Mi' }, limits: { memory: '128Mi' } },
          volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
        },
      ],
      volumes: [{ name: 'tmp', emptyDir: {} }],
    },
  });
  const deletePolicies = [HookDeletePolicy.BEFORE_HOOK_CREATION, HookDeletePolicy.HOOK_SUCCEEDED];
  for (const [weight, object] of [account, role, binding, pod].entries()) {
    Hook.on(object, { events: [HookEvent.TEST], weight, deletePolicies });
  }
  chart.addNotesWhen(
    asExpression(all(policies, act, isJudged)),
    'Whether the policies act is tried with a pod that asks for everything; none is made:',
    `  helm test ${release.name} --namespace ${release.namespaceName} --logs`,
  );
}

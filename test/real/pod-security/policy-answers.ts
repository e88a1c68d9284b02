/** The evaluator's answers beside those of Kubernetes 1.24: undefined where they are the same, else what differs. */
import type { PodAnswer } from '../../../lib/pod-security/language/pod/answer';
import type { Container, Pod } from '../../../lib/pod-security/language/pod/model';
import { pieces, REASONS } from '../../../lib/pod-security/language/psp/reasons';
import { difference } from '../../pod-security/answers';

/** Pods as they were stored, and as they would be under a policy that changes nothing. */
interface Pair {
  readonly plain: Pod;
  readonly stored: Pod;
}

/** Which policy let a pod in, and what it changed beside one that changes nothing. */
export function admissionFault(answer: PodAnswer, server: Pair, evaluator: Omit<Pair, 'stored'>): string | undefined {
  if (!answer.allowed || answer.mutated === undefined) return 'the server lets it in';
  const by = server.stored.metadata?.annotations?.['kubernetes.io/psp'];
  if (by !== answer.policy) return `the server takes ${by}`;
  const theirs = sorted(changes(server));
  const ours = sorted(changes({ ...evaluator, stored: answer.mutated }));
  return theirs === ours ? undefined : `the server changes ${theirs}, we ${ours}`;
}

/** What a policy changed. Who asks without a policy asks without a service account too, which could bring one. */
export const changes = ({ plain, stored }: Pair): object =>
  Object.fromEntries(
    Object.entries(difference(withoutProcMount(plain), withoutProcMount(stored))).filter(
      ([path]) => !path.startsWith('/spec/serviceAccount'),
    ),
  );

const sorted = (record: object): string =>
  JSON.stringify(Object.entries(record).sort(([one], [other]) => (one < other ? -1 : 1)));

/** The server says the policies in any order, and the reasons of each together. */
export function refusalFault(
  answer: PodAnswer,
  verb: 'admit' | 'validate',
  { status, message }: { readonly status: number; readonly message: string },
): string | undefined {
  if (answer.allowed) return 'the server refuses it';
  if (status === 422) {
    const isSaid = answer.reasons.every(
      (reason) => reason.policy === undefined && message.includes(reason.message.replace('Invalid value: ', '')),
    );
    return isSaid && answer.reasons.length > 0 ? undefined : 'the server finds it invalid';
  }
  const [, said] = /^pods "[^"]*" is forbidden: PodSecurityPolicy: unable to (.*)$/s.exec(message) ?? [];
  const begin = `${verb} pod: [`;
  if (said === undefined || !said.startsWith(begin) || !said.endsWith(']')) return 'the server says something else';
  const policies = [...new Set(answer.reasons.map(({ policy }) => policy))];
  const blocks = policies.map((policy) =>
    answer.reasons
      .filter((reason) => reason.policy === policy)
      .map(({ field, message: fault }) => `${field}: ${fault}`)
      .join(' '),
  );
  return isMadeOf(said.slice(begin.length, -1), blocks) ? undefined : 'the server gives other reasons';
}

/** Whether a text is these blocks in any order, with a space between them. */
function isMadeOf(text: string, blocks: readonly string[]): boolean {
  if (blocks.length === 0) return text === '';
  return blocks.some((block, index) => {
    const rest = blocks.filter((_, at) => at !== index);
    if (rest.length === 0) return text === block;
    return text.startsWith(`${block} `) && isMadeOf(text.slice(block.length + 1), rest);
  });
}

/** The server drops the field when it stores a pod, unless its feature gate ProcMountType is on. */
export function withoutProcMount(pod: Pod): Pod {
  const without = (containers: readonly Container[]): readonly Container[] =>
    containers.map(({ securityContext, ...container }) => {
      const { procMount: _, ...rest } = securityContext ?? {};
      return securityContext === undefined ? container : { ...container, securityContext: rest };
    });
  const { initContainers, containers } = pod.spec;
  return {
    ...pod,
    spec: {
      ...pod.spec,
      ...(initContainers === undefined ? {} : { initContainers: without(initContainers) }),
      ...(containers === undefined ? {} : { containers: without(containers) }),
    },
  };
}

/** The pod for a policy that changes nothing. */
export function plainPod(pod: Pod): Pod {
  const { serviceAccountName: _, ...spec } = withoutProcMount(pod).spec;
  return { ...pod, spec };
}

const FORMS = Object.entries(REASONS).map(([name, { field, message }]) => {
  const form = pieces(`${field}: ${message}`).map((piece) =>
    typeof piece === 'string' ? piece.replace(/[.*+?^${}()|[\]\\]/g, '\\$&') : '.*',
  );
  return { name, form: new RegExp(`^${form.join('')}$`, 's') };
});

/** Which reasons of the table an answer gives. */
export const reasonNames = (answer: PodAnswer): readonly string[] =>
  answer.reasons.flatMap(({ field, message, policy }) =>
    policy === undefined ? [] : [FORMS.find(({ form }) => form.test(`${field}: ${message}`))?.name ?? message],
  );

import { goQuoted } from '../../go-quoted';
import type { SecurityProfile } from '../../pod/model';
import { type Check, type CheckPod, exceptWindows, type Finding } from '../check';
import { annotationField, containerField, type PodView, podField } from '../view';
import { containersThat, listed, plural, quoted, saidContainers, setters } from '../words';

const REASON = 'seccompProfile';
const FIELD = 'seccompProfile.type';

const POD_ANNOTATION = 'seccomp.security.alpha.kubernetes.io/pod';
/** Followed by the name of a container. */
const CONTAINER_ANNOTATION = 'container.seccomp.security.alpha.kubernetes.io/';

const ANNOTATION_VALUES = /^(?:(?:runtime|docker)\/default$|localhost\/)/;

const isValid = (profile: SecurityProfile | undefined): boolean =>
  profile?.type === 'Localhost' || profile?.type === 'RuntimeDefault';

const isBad = (profile: SecurityProfile | undefined): boolean => Boolean(profile) && !isValid(profile);

/** Before there were fields. */
const annotations: CheckPod = (pod) => {
  const keys = [POD_ANNOTATION, ...pod.containers.map(({ name }) => `${CONTAINER_ANNOTATION}${name}`)];
  const bad = listed(
    keys.filter((key) => Object.hasOwn(pod.annotations, key) && !ANNOTATION_VALUES.test(pod.annotations[key] ?? '')),
  );
  if (bad.length === 0) return undefined;
  const values = listed(bad.map((key) => `${key}=${goQuoted(pod.annotations[key] ?? '')}`));
  return {
    reason: REASON,
    detail: `forbidden ${plural('annotation', values.length)} ${values.join(', ')}`,
    fields: bad.map(annotationField),
  };
};

/** Profiles that are named must be allowed ones. */
function badProfiles(pod: PodView): Finding | undefined {
  const ofPod = pod.security.seccompProfile;
  const podIsBad = isBad(ofPod);
  const bad = containersThat(pod, ({ security }) => isBad(security.seccompProfile));
  if (!podIsBad && bad.length === 0) return undefined;
  const profiles = [...(podIsBad ? [ofPod] : []), ...bad.map(({ security }) => security.seccompProfile)];
  const types = quoted(listed(profiles.map((profile) => profile?.type ?? '')));
  return {
    reason: REASON,
    detail: `${setters(podIsBad, bad)} must not set securityContext.seccompProfile.type to ${types}`,
    fields: [...(podIsBad ? [podField(FIELD)] : []), ...bad.map((each) => containerField(each, FIELD))],
  };
}

/** And one must be named. */
const required: CheckPod = (pod) => {
  const bad = badProfiles(pod);
  if (bad !== undefined || isValid(pod.security.seccompProfile)) return bad;
  const silent = containersThat(pod, ({ security }) => !security.seccompProfile);
  if (silent.length === 0) return undefined;
  const values = '"RuntimeDefault" or "Localhost"';
  return {
    reason: REASON,
    detail: `pod or ${saidContainers(silent)} must set securityContext.seccompProfile.type to ${values}`,
    fields: silent.map((each) => containerField(each, FIELD)),
  };
};

export const seccompProfileBaseline: Check = {
  id: 'seccompProfile_baseline',
  level: 'baseline',
  forms: [
    { since: 0, run: annotations },
    { since: 19, run: badProfiles },
  ],
};

const instead = [seccompProfileBaseline.id];

export const seccompProfileRestricted: Check = {
  id: 'seccompProfile_restricted',
  level: 'restricted',
  forms: [
    { since: 19, run: required, instead },
    { since: 25, run: exceptWindows(required), instead },
  ],
};

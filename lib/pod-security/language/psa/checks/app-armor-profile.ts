import { goQuoted } from '../../go-quoted';
import { APPARMOR_CONTAINER } from '../../pod/app-armor-fields';
import type { SecurityProfile } from '../../pod/model';
import type { Check, CheckPod } from '../check';
import { annotationField, containerField, type PodView, podField } from '../view';
import { containersThat, listed, plural, quoted, setters } from '../words';

const isBad = (profile: SecurityProfile | undefined): boolean =>
  Boolean(profile) && profile?.type !== 'RuntimeDefault' && profile?.type !== 'Localhost';

const isBadAnnotation = (value: string | null): boolean =>
  Boolean(value) && value !== 'runtime/default' && !value?.startsWith('localhost/');

function badAnnotations({ annotations }: PodView): readonly string[] {
  const bad: string[] = [];
  for (const key in annotations)
    if (key.startsWith(APPARMOR_CONTAINER) && isBadAnnotation(annotations[key] ?? '')) bad.push(key);
  return bad;
}

const run: CheckPod = (pod) => {
  const podProfile = pod.security.appArmorProfile;
  const podIsBad = isBad(podProfile);
  const bad = containersThat(pod, ({ security }) => isBad(security.appArmorProfile));
  const annotations = badAnnotations(pod);
  if (!podIsBad && bad.length === 0 && annotations.length === 0) return undefined;
  const types = [...(podIsBad ? [podProfile] : []), ...bad.map(({ security }) => security.appArmorProfile)];
  const values = [
    ...listed(types.map((profile) => profile?.type ?? '')),
    ...listed(annotations.map((key) => `${key}=${goQuoted(pod.annotations[key] ?? '')}`)),
  ];
  const annotated = annotations.length > 0 ? [plural('annotation', annotations.length)] : [];
  return {
    reason: plural('forbidden AppArmor profile', values.length),
    detail: `${setters(podIsBad, bad, ...annotated)} must not set AppArmor profile type to ${quoted(values)}`,
    fields: [
      ...(podIsBad ? [podField('appArmorProfile.type')] : []),
      ...bad.map((each) => containerField(each, 'appArmorProfile.type')),
      ...listed(annotations).map(annotationField),
    ],
  };
};

export const appArmorProfile: Check = { id: 'appArmorProfile', level: 'baseline', forms: [{ since: 0, run }] };

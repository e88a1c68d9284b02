import { describe, expect, it } from 'vitest';
import { readInventory } from '../../../../lib/pod-security/language/read/inventory';
import { servedWorkload } from '../../../../lib/pod-security/language/read/served';
import { ODD_POD } from './odd-pod';

/** A pod as a server of this minor reads it, and what is told of it. */
function served(pod: object, minor: number) {
  const text = JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' }, ...pod });
  const [workload] = readInventory([{ file: 'x', text }], 'default').workloads;
  if (workload === undefined) throw new Error('there is no pod');
  const { workload: changed, problems } = servedWorkload(workload, minor);
  return {
    isSame: changed === workload,
    spec: changed.pods[0]?.pod.spec,
    says: problems.map(
      ({ code, message, place }) => `${code.slice(-2)} ${place?.key} ${message.split('"')[2]?.trim()}`,
    ),
  };
}

const at = (minor: number) => served(ODD_POD, minor);

describe('a pod as a server reads it', () => {
  it('loses fields that no server knows, which is told: a volume without a kind is an emptyDir then', () => {
    const { spec, says } = at(36);
    expect(spec?.volumes).toEqual([{ name: 'typo' }, { name: 'image', image: { reference: 'example.com/x:1' } }]);
    expect(spec?.securityContext).not.toHaveProperty('runasUser');
    expect(says).toEqual(
      [
        '73 spec.volumes[0].hostpath is dropped, so that the volume is an emptyDir: no version of Kubernetes knows it, and kubectl refuses the object',
        '73 spec.securityContext.runasUser is dropped: no version of Kubernetes knows it, and kubectl refuses the object',
      ].sort((one, other) => (one < other ? 1 : -1)),
    );
  });

  it('loses fields that came later than the server', () => {
    const { spec, says } = at(24);
    expect(spec).not.toHaveProperty('hostUsers');
    expect(spec?.securityContext).toEqual({ runAsNonRoot: true });
    expect(spec?.containers?.[0]?.securityContext).toEqual({ procMount: 'Unmasked' });
    expect(spec?.volumes).toEqual([{ name: 'typo' }, { name: 'image' }]);
    expect(
      says.filter((each) => each.includes('Kubernetes 1.24 does not know it')).map((each) => each.split(' ')[1]),
    ).toEqual(
      expect.arrayContaining([
        'spec.hostUsers',
        'spec.securityContext.appArmorProfile',
        'spec.containers[0].securityContext.appArmorProfile',
        'spec.volumes[1].image',
      ]),
    );
  });

  it('keeps fields that a feature gate must switch on, and says where it is off by default', () => {
    const gates = (minor: number) =>
      at(minor)
        .says.filter((each) => each.startsWith('74'))
        .map((each) => each.split(' ')[1])
        .sort();
    const [procMount, hostUsers, image] = [
      'spec.containers[0].securityContext.procMount',
      'spec.hostUsers',
      'spec.volumes[1].image',
    ];
    expect(gates(24)).toEqual([procMount]);
    expect(gates(32)).toEqual([procMount, hostUsers, image]);
    expect(gates(34)).toEqual([image]);
    expect(gates(35)).toEqual([]);
    expect(at(32).spec).toMatchObject({ hostUsers: false, volumes: [{}, { image: { reference: 'example.com/x:1' } }] });
  });

  it('is as it was where the server knows everything, or can read nothing', () => {
    const container = { name: 'main', image: 'x', securityContext: { procMount: 'Default', privileged: false } };
    const volumes = [{ name: 'a', hostPath: { path: '/' } }, { name: 'b' }, { name: 'c', cephfs: { monitors: [] } }];
    const ordinary = { spec: { containers: [container], volumes, hostUsers: true } };
    expect(served(ordinary, 25)).toMatchObject({ isSame: true, says: [] });
    const broken = { spec: { ...ordinary.spec, hostPID: 'no', volumes: [{ name: 'a', hostpath: {} }] } };
    expect(served(broken, 36)).toMatchObject({ isSame: true, says: [] });
  });
});

import { AppArmorLoader, type AppArmorLoaderProps } from '../../apparmor/loader';
import { Block, type Expression, type HelmChart, ValueSchema } from '../../helm';

/** What `loaderOf` made. */
export interface Loader {
  readonly loader: AppArmorLoader;
  /** Secrets with which the image is pulled: every pod of the chart needs them. */
  readonly pullSecrets: Expression;
}

/** The loader of these profiles, and the values that say how it works. */
export function loaderOf(chart: HelmChart, profiles: Pick<AppArmorLoaderProps, 'profiles' | 'profileMap'>): Loader {
  const { values } = chart;
  const image = values.addImage('image', {
    description: 'Image of the loader.',
    repository: 'registry.gitlab.com/cdk8s-container-security/apparmor-loader',
  });
  const settings = values.addGroup('loader', 'How the loader works.');
  const anything = ValueSchema.anything();
  const pullSecrets = values.addList('imagePullSecrets', {
    description: 'Secrets for a private registry, by reference.',
    items: ValueSchema.record({
      name: { schema: ValueSchema.text({ minLength: 1 }), description: 'Name of the Secret.', required: true },
    }),
  });
  const nodeSelector = values.addMap('nodeSelector', {
    description: 'Labels that a node must have. Linux is asked for anyway.',
    entries: ValueSchema.text(),
  });
  const affinity = values.addMap('affinity', { description: 'Affinity of the pods.', entries: anything });
  const priority = values.addString('priorityClassName', {
    description: 'Priority class of the pods, such as system-node-critical.',
    defaultValue: '',
  });
  const loader = new AppArmorLoader(chart, 'loader', {
    image: image.reference.asString(),
    imagePullPolicy: image.pullPolicy.asString(),
    ...profiles,
    pollSeconds: settings
      .addInteger('pollSeconds', {
        description: 'Seconds between two looks at the profiles.',
        defaultValue: 10,
        minimum: 1,
        maximum: 3600,
      })
      .asNumber(),
    unloadRemoved: settings.addBoolean('unloadRemoved', {
      description:
        'Take a profile that is no longer given out of the kernel, once no process uses it. It needs a look at the processes of the node.',
      defaultValue: false,
    }),
    nodeProfiles: settings.addBoolean('nodeProfiles', {
      description:
        "Show the loader the node's own /etc/apparmor.d, read-only: it leaves names alone that are defined there, and profiles may include what is there.",
      defaultValue: false,
    }),
    readyWithoutAppArmor: settings.addBoolean('readyWithoutAppArmor', {
      description: 'Count a node without AppArmor as ready. Its containers run unconfined.',
      defaultValue: true,
    }),
    resources: settings.addResources('resources', {
      description: 'Resources of the loader; the limit is for the profile compiler.',
      defaultValue: { requests: { cpu: '10m', memory: '16Mi' }, limits: { memory: '128Mi' } },
    }),
    tolerations: values.addList('tolerations', {
      description:
        'Taints that the pods tolerate. The default is all of them: a profile is needed wherever a pod may run.',
      items: ValueSchema.mapOf(anything),
      defaultValue: [{ operator: 'Exists' }],
    }),
    podSettings: {
      nodeSelector: nodeSelector.asMap(),
      affinity: Block.when(affinity, affinity),
      imagePullSecrets: Block.when(pullSecrets, pullSecrets),
      priorityClassName: Block.when(priority, priority),
    },
    podAnnotations: values.addMap('podAnnotations', {
      description: 'Annotations of the pods.',
      entries: ValueSchema.text(),
    }),
    podLabels: values.addMap('podLabels', {
      description: 'Labels of the pods.',
      entries: ValueSchema.text({ maxLength: 63 }),
    }),
    serviceAccountAnnotations: values
      .addGroup('serviceAccount', 'Service account of the pods. It has no rights and no token.')
      .addMap('annotations', { description: 'Annotations of the service account.', entries: ValueSchema.text() }),
  });
  return { loader, pullSecrets };
}

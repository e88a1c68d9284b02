import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as yaml from 'js-yaml';
import type { HelmJudge } from '../../helm/chart/helm-judge';
import { UPSTREAM_CHARTS as FOLDER } from '../../tools/upstream';

/** GitLab's chart, unpacked; undefined where nobody gave it. */
export const CHART =
  FOLDER !== undefined && existsSync(join(FOLDER, 'auto-deploy-app')) ? join(FOLDER, 'auto-deploy-app') : undefined;
/** For titles of tests that need it: a skip says what is missing. */
export const NEEDS_CHART = 'set UPSTREAM_CHARTS to a folder with the unpacked chart auto-deploy-app';

/** What src/bin/auto-deploy of auto-deploy-image v2.113.0 gives to `helm upgrade` in the environment production. */
export const SETTINGS: Readonly<Record<string, string>> = {
  'application.database_url': 'postgres://user:secret@production-postgresql:5432/production',
  'application.initializeCommand': '',
  'application.migrateCommand': '/bin/migrate',
  'application.secretChecksum': 'abc',
  'application.secretName': 'production-secret',
  'application.track': 'stable',
  'gitlab.app': 'group-shop',
  'gitlab.env': 'production',
  'gitlab.envName': 'production',
  'gitlab.envURL': 'http://shop.example.com',
  'gitlab.projectID': '1',
  'image.repository': 'registry.example.com/shop',
  'image.tag': 'abc',
  'ingress.canary.weight': '100',
  'postgresql.managed': '',
  'postgresql.managedClassSelector': '',
  releaseOverride: 'production',
  replicaCount: '1',
  'service.additionalHosts': '',
  'service.commonName': 'le-1.example.com',
  'service.url': 'http://shop.example.com',
};

/** What the chart asks the cluster for; without one, Helm does not know. */
const APIS = ['batch/v1', 'networking.k8s.io/v1/Ingress'].flatMap((api) => ['--api-versions', api]);

/** An object of Kubernetes, as far as these tests look. */
export interface Rendered {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> };
  readonly spec?: Readonly<Record<string, unknown>>;
  readonly data?: Readonly<Record<string, string>>;
  readonly items?: readonly Rendered[];
}

interface Container {
  readonly name: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly securityContext?: Readonly<Record<string, unknown>>;
}

/** A pod template of a workload. */
export interface Template {
  readonly metadata: { readonly labels: Readonly<Record<string, string>> };
  readonly spec: { readonly containers: readonly Container[]; readonly securityContext?: unknown };
}

/** A worker and a cron job, as an application that has both would give them. */
export const JOBS = {
  workers: { mail: { command: ['/bin/mail'] } },
  cronjobs: { report: { schedule: '0 3 * * *', command: ['/bin/report'] } },
};

/** The objects of a deployment: values files in order, then what the pipeline sets. Lists are taken apart. */
export async function deploy(
  judge: HelmJudge,
  helm: string,
  values: readonly string[],
  { release = 'production', settings = SETTINGS } = {},
): Promise<readonly Rendered[]> {
  const folder = mkdtempSync(join(judge.folder, 'values-'));
  const files = values.flatMap((text, index) => {
    const path = join(folder, `${index}.yaml`);
    writeFileSync(path, text);
    return ['--values', path];
  });
  const set = Object.entries(settings).flatMap(([key, value]) => ['--set', `${key}=${value}`]);
  const { failed, stdout, stderr } = await judge.run(helm, [
    'template',
    release,
    CHART ?? '',
    ...files,
    ...set,
    ...APIS,
  ]);
  if (failed) throw new Error(stderr);
  const objects = yaml.loadAll(stdout).filter((each): each is Rendered => each !== null && each !== undefined);
  return objects.flatMap((each) => (each.kind === 'List' ? (each.items ?? []) : [each]));
}

/** The pod template of a Deployment, a Job or a CronJob. */
export function templateOf({ kind, spec }: Rendered): Template | undefined {
  const holder = kind === 'CronJob' ? (spec?.jobTemplate as Rendered | undefined)?.spec : spec;
  return holder?.template as Template | undefined;
}

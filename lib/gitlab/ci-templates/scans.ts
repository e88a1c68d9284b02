import { HELM_IMAGE, PATH, stage } from './inputs';
import { schedule } from './rules';
import { block, type CiTemplate, input, variables } from './template';

const RENDER = 'container-security:render';
const RENDERED = 'container-security-rendered';

/** What Helm would install, a file for each chart; a values file of the chart's name is used where there is one. */
const RENDER_SCRIPT = block(
  'rendered=0',
  `mkdir -p ${RENDERED}`,
  'for file in "$CONTAINER_SECURITY_CHARTS"/*/Chart.yaml; do',
  '  if [ ! -f "$file" ]; then continue; fi',
  '  chart="${file%/Chart.yaml}"',
  '  name="${chart##*/}"',
  '  set -- --namespace default',
  '  if [ -f "$CONTAINER_SECURITY_VALUES/$name.yaml" ]; then set -- "$@" --values "$CONTAINER_SECURITY_VALUES/$name.yaml"; fi',
  `  helm template "$@" -- "$name" "$chart" > "${RENDERED}/$name.yaml"`,
  '  rendered=1',
  'done',
  'if [ "$rendered" -eq 0 ]; then',
  `  printf 'No chart in "%s": give the folder that holds the folders of the charts as the input "charts".\\n' "$CONTAINER_SECURITY_CHARTS" >&2`,
  '  exit 2',
  'fi',
);

/** Scheduled scans: images that are deployed, charts as Helm renders them. */
export const SCANS: CiTemplate = {
  name: 'scans',
  header: [
    'Scans on a schedule: the images that are deployed, and the objects of the charts.',
    '',
    'include:',
    '  - local: ci-templates/scans.gitlab-ci.yml',
    '    inputs:',
    '      images: [registry.example.com/shop/web:1.4.2, registry.example.com/shop/worker:1.4.2]',
    '',
    'The jobs run in schedules of protected branches. Where a project has several, CONTAINER_SECURITY_SCHEDULE of a schedule',
    'says which jobs it is for: scan here, drift in the cluster management template.',
    '',
    "They are jobs of their own with GitLab's analyzers, beside a container_scanning that a project has for its branches.",
    'A report of a version that the GitLab does not know loses its findings: images and schema are inputs.',
  ],
  inputs: {
    images: {
      description: 'Images to scan, one job for each. GitLab takes up to 200.',
      type: 'array',
      default: ['$CI_REGISTRY_IMAGE/$CI_COMMIT_REF_SLUG:$CI_COMMIT_SHA'],
    },
    charts: { description: 'Folder that holds the folders of the charts.', default: 'charts', regex: PATH },
    values: {
      description: 'Folder with values files, CHART.yaml each. A chart without one is rendered with its own values.',
      default: 'values',
      regex: PATH,
    },
    stage: stage('the scans', 'test'),
    'image-scanner': {
      description: 'Image of the container scanning analyzer. Pin it by digest: NAME:TAG@sha256:…',
      default: '$CI_TEMPLATE_REGISTRY_HOST/security-products/container-scanning:7',
    },
    'image-report-schema': {
      description: 'Major version of the schema of its report (CS_SCHEMA_MODEL).',
      default: '15',
      regex: '^[0-9]{1,3}$',
    },
    'chart-scanner': {
      description:
        'Image of the KICS analyzer. Its tag settles the schema of the report. Pin it by digest: NAME:TAG@sha256:…',
      default: '$CI_TEMPLATE_REGISTRY_HOST/security-products/kics:5',
    },
    'helm-image': HELM_IMAGE,
  },
  jobs: {
    'container-security:image-scan': {
      stage: input('stage'),
      image: input('image-scanner'),
      parallel: { matrix: [{ CONTAINER_SECURITY_IMAGE: input('images') }] },
      variables: { GIT_STRATEGY: 'none', CS_SCHEMA_MODEL: input('image-report-schema') },
      needs: [],
      // A CS_IMAGE of the project would beat one of the matrix, and every job would scan the same.
      script: ['export CS_IMAGE="$CONTAINER_SECURITY_IMAGE"', 'gtcs scan'],
      artifacts: {
        access: 'developer',
        reports: { container_scanning: 'gl-container-scanning-report.json', cyclonedx: '**/gl-sbom-*.cdx.json' },
        paths: ['gl-container-scanning-report.json', '**/gl-sbom-*.cdx.json'],
        expire_in: '1 month',
      },
      allow_failure: true,
      rules: [schedule('scan')],
    },
    [RENDER]: {
      stage: input('stage'),
      image: input('helm-image'),
      variables: variables({ CONTAINER_SECURITY_CHARTS: 'charts', CONTAINER_SECURITY_VALUES: 'values' }),
      needs: [{ job: 'charts:synth', optional: true }],
      script: [RENDER_SCRIPT],
      artifacts: { paths: [`${RENDERED}/`], expire_in: '1 week' },
      rules: [schedule('scan')],
    },
    'container-security:chart-scan': {
      stage: input('stage'),
      image: input('chart-scanner'),
      variables: { SEARCH_MAX_DEPTH: '4' },
      needs: [RENDER],
      // GitLab's analyzers stand at the root of their images.
      script: [`export ANALYZER_TARGET_DIR="$PWD/${RENDERED}"`, 'PATH="$PATH:/"', 'analyzer run'],
      artifacts: {
        access: 'developer',
        reports: { sast: 'gl-sast-report.json' },
        paths: ['gl-sast-report.json'],
        expire_in: '1 month',
      },
      allow_failure: true,
      rules: [schedule('scan')],
    },
  },
};

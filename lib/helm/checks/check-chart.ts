import semver from 'semver';
import type { Diagnostic } from '../../diagnostics/diagnostic';
import type { HelmChart, Subchart } from '../chart/chart';
import { checkValues } from '../values/check-value';
import { defaultValues } from '../values/defaults';
import type { JsonMap } from '../values/shape';

/**
 * What Helm's linter and the cluster refuse about a chart as a whole. Sources: helm lint's rules, RFC 1123, SemVer 2.
 *
 * @param declared what is wrong with the declarations of its values.
 */
export function checkChart(chart: HelmChart, declared: readonly Diagnostic[]): readonly Diagnostic[] {
  const problems: Diagnostic[] = [];
  const { _props: props } = chart;
  const report = (code: string, key: string, message: string, hint: string): void => {
    problems.push({ code, severity: 'error', message, hint, place: { path: chart.node.path, key } });
  };
  if (!/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(chart.chartName) || chart.chartName.length > 53) {
    const hint = 'a DNS label: lower-case letters, digits and "-", at most 53 characters, such as "shop-security"';
    report('HELM1002', 'chartName', `Helm refuses the chart name "${chart.chartName}"`, hint);
  }
  if (props.version !== undefined && !semver.valid(props.version)) {
    report(
      'HELM1003',
      'version',
      `"${props.version}" is not a SemVer 2 version`,
      'three numbers, such as "1.2.0" or "1.2.0-rc.1"',
    );
  }
  if (props.kubeVersion !== undefined && semver.validRange(props.kubeVersion.replaceAll(',', ' ')) === null) {
    report('HELM1004', 'kubeVersion', `"${props.kubeVersion}" is not a range of versions`, 'such as ">=1.24.0-0"');
  }
  for (const [key, address] of addresses(chart)) {
    if (!isUrl(address))
      report('HELM1005', key, `"${address}" is not an address`, 'write it with its scheme, such as "https://…"');
  }
  for (const [index, maintainer] of (props.maintainers ?? []).entries()) {
    const { email } = maintainer;
    if (email !== undefined && !/^[^\s@]+@[^\s@]+$/.test(email)) {
      report(
        'HELM1006',
        `maintainers.${index}.email`,
        `"${email}" is not an e-mail address`,
        'such as "team@example.com"',
      );
    }
  }
  for (const [index, subchart] of chart._subcharts.entries()) checkSubchart(chart, subchart, index, report);
  checkCycle(chart, report);
  checkSubchartNames(chart, report);
  checkTemplates(chart, report);
  problems.push(
    ...declared.map((problem) => ({ ...problem, place: { ...problem.place, path: chart.node.path } })),
    ...checkCiValues(chart),
  );
  return problems;
}

type Report = (code: string, key: string, message: string, hint: string) => void;

function checkSubchart(chart: HelmChart, { chart: local, props }: Subchart, index: number, report: Report): void {
  const key = `dependencies.${index}`;
  const name = props.chartName ?? local?.chartName;
  const which = name ? `the subchart "${name}"` : `the subchart ${key}`;
  if (!name) report('HELM1007', `${key}.name`, 'a subchart has no name', 'give chartName');
  const version = props.version ?? local?._props.version;
  if (version === undefined || semver.validRange(version) === null) {
    const said =
      version === undefined ? 'has no version' : `has the version "${version}", which is neither a version nor a range`;
    report('HELM1007', `${key}.version`, `${which} ${said}`, 'pin it: "4.2.0"');
  }
  if (!local && props.repository === undefined) {
    report(
      'HELM1007',
      `${key}.repository`,
      `${which} has no repository`,
      'give its address: "https://…", "oci://…" or "file://…"',
    );
  }
  if (props.condition !== undefined)
    checkCondition(chart, props.condition, props.alias ?? name ?? '', `${key}.condition`, report);
}

/** Two subcharts under one name would share their values; Helm takes one of them. */
function checkSubchartNames(chart: HelmChart, report: Report): void {
  const names = subchartNames(chart);
  for (const [index, name] of names.entries()) {
    if (name === '' || names.indexOf(name) === index) continue;
    report(
      'HELM1007',
      `dependencies.${index}.alias`,
      `the name "${name}" is that of dependencies.${names.indexOf(name)} too`,
      'give another alias',
    );
  }
}

/** Names of templates are global in a release: they start with the chart's, and of two of one name Helm would take the last. */
function checkTemplates(chart: HelmChart, report: Report): void {
  const names = [chart._labelTemplate.name, ...chart._owner.templates.map(({ name }) => name)];
  for (const [index, name] of names.entries()) {
    const short = name.slice(chart.chartName.length + 1);
    const key = `templates.${short}`;
    if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(short)) {
      report(
        'HELM1051',
        key,
        `${JSON.stringify(short)} is no name for a template`,
        'letters, digits, ".", "_" and "-"',
      );
    } else if (names.indexOf(name) !== index) {
      report(
        'HELM1051',
        key,
        `the named template "${name}" is there twice`,
        'give another name: the chart itself has name, fullname, chart and labels',
      );
    }
  }
}

/** A condition that names no value is ignored by Helm without a word: the subchart is always there. */
function checkCondition(chart: HelmChart, condition: string, subchart: string, key: string, report: Report): void {
  const defaults = defaultValues(chart.values._declarations);
  for (const path of condition.split(',').map((part) => part.trim())) {
    // `<subchart>.enabled` may also be a default of the subchart's own values.
    if (path.startsWith(`${subchart}.`)) continue;
    const value = path
      .split('.')
      .reduce<unknown>((at, part) => (at as Record<string, unknown> | undefined)?.[part], defaults);
    if (typeof value !== 'boolean') {
      report(
        'HELM1008',
        key,
        `the condition "${path}" of the subchart "${subchart}" is no boolean value of this chart`,
        `declare it, or write "${subchart}.enabled"`,
      );
    }
  }
}

function checkCycle(chart: HelmChart, report: Report): void {
  const path: HelmChart[] = [];
  const visit = (current: HelmChart): boolean => {
    if (path.includes(current)) return current === chart;
    path.push(current);
    const found = current._subcharts.some(({ chart: local }) => local !== undefined && visit(local));
    if (!found) path.pop();
    return found;
  };
  if (visit(chart)) {
    const names = [...path, chart].map(({ chartName }) => chartName).join(' -> ');
    report('HELM1009', 'dependencies', `the subcharts go round in a circle: ${names}`, 'take one of them away');
  }
}

function checkCiValues(chart: HelmChart): readonly Diagnostic[] {
  return [...chart._ciValues].flatMap(([name, values]) =>
    checkValues(chart.values._declarations, values as JsonMap, { dependencies: subchartNames(chart) }).map(
      (problem) => ({
        ...problem,
        place: { ...problem.place, path: chart.node.path, file: `ci/${name}-values.yaml` },
      }),
    ),
  );
}

/** Names under which the values of subcharts are. */
export function subchartNames(chart: HelmChart): readonly string[] {
  return chart._subcharts.map(({ chart: local, props }) => props.alias ?? props.chartName ?? local?.chartName ?? '');
}

function addresses({ _props: props }: HelmChart): readonly (readonly [string, string])[] {
  return [
    ...(props.home === undefined ? [] : [['home', props.home] as const]),
    ...(props.icon === undefined ? [] : [['icon', props.icon] as const]),
    ...(props.sources ?? []).map((source, index) => [`sources.${index}`, source] as const),
    ...(props.maintainers ?? []).flatMap(({ url }, index) =>
      url === undefined ? [] : [[`maintainers.${index}.url`, url] as const],
    ),
  ];
}

function isUrl(text: string): boolean {
  return /^[a-z][a-z0-9+.-]*:/.test(text) && URL.canParse(text);
}

import { type Application, isFine, STANDINGS } from './coverage';

/**
 * OpenMetrics text for GitLab's metrics report: one line for each application, then how many stand how. Values change
 * only when something in the cluster does, so that a merge request shows what it changes.
 */
export function metricsOf(applications: readonly Application[], environment: string): string {
  const samples = applications.map((each) =>
    sample(
      'container_security_application_covered',
      { application: each.application, environment, namespace: each.namespace },
      isFine(each) ? 1 : 0,
    ),
  );
  const counts = STANDINGS.map((standing) =>
    sample(
      'container_security_applications',
      { environment, standing },
      applications.filter((each) => each.standing === standing).length,
    ),
  );
  return [
    '# TYPE container_security_application_covered gauge',
    '# HELP container_security_application_covered 1 when the application is as the project asks, else 0.',
    ...samples,
    '# TYPE container_security_applications gauge',
    '# HELP container_security_applications Applications of the project by how they stand in the cluster.',
    ...counts,
    '# EOF',
    '',
  ].join('\n');
}

function sample(name: string, labels: Readonly<Record<string, string>>, value: number): string {
  const text = Object.entries(labels).map(([key, label]) => `${key}="${escaped(label)}"`);
  return `${name}{${text.join(',')}} ${value}`;
}

const escaped = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');

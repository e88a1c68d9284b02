import type { ApiObject } from 'cdk8s';
import type { HelmChart } from '../chart/chart';
import { nameSuffix } from '../objects/names';

/** Annotation by which Helm knows a hook. */
const HOOK = 'helm.sh/hook';

/** Names for the files of a chart's objects: `loader-daemonset.yaml`, tests in `tests/`, each once. */
export class FileNames {
  private readonly taken = new Map<string, number>();
  private readonly kinds = new Map<string, string>();

  constructor(private readonly chart: HelmChart) {}

  /** The path below the chart's folder. */
  public of(object: ApiObject, document: Readonly<Record<string, unknown>>): string {
    const suffix = nameSuffix(object, this.chart);
    const kind = this.kindOf(object.kind);
    const base = suffix === '' ? kind : `${suffix.slice(1)}-${kind}`;
    const path = `templates/${isTest(document) ? 'tests/' : ''}${base}`;
    const count = (this.taken.get(path) ?? 0) + 1;
    this.taken.set(path, count);
    return `${path}${count === 1 ? '' : `-${count}`}.yaml`;
  }

  /** What is no kind at all is told by the checks of objects. */
  private kindOf(kind: string): string {
    let name = this.kinds.get(kind);
    if (name === undefined) {
      name = String(kind)
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, '-');
      this.kinds.set(kind, name);
    }
    return name;
  }
}

function isTest(document: Readonly<Record<string, unknown>>): boolean {
  const metadata = document.metadata as { readonly annotations?: Readonly<Record<string, unknown>> } | undefined;
  const hook = metadata?.annotations?.[HOOK];
  return typeof hook === 'string' && hook.split(',').includes('test');
}

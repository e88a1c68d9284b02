import type { Diagnostic } from '../../diagnostics/diagnostic';
import { ADDRESS } from '../objects/addresses';
import { POD_LABELS } from '../objects/finish';
import type { ChartObject } from '../objects/objects';
import type { PlainMap } from '../objects/one-walk';
import { mapAt, POD_TEMPLATES } from '../objects/pod-kinds';
import { mayHoldMarker } from '../token/tokens';

/**
 * Finds selectors that ask for nothing but chart and release, where pods of several workloads have these labels: the chart
 * puts them on all pods of cdk8s-plus.
 */
export class WideSelectors {
  private workloads = 0;
  private ofCdk8sPlus = 0;
  private readonly waiting: Diagnostic[] = [];

  constructor(private readonly chartName: string) {}

  /**
   * Judges one object beside all that came before.
   * @param selector path of the selector of its kind.
   * @returns what is known to be wrong now.
   */
  public check({ object, document }: ChartObject, selector: readonly string[] | undefined): readonly Diagnostic[] {
    const { kind, node } = object;
    if (Object.hasOwn(POD_TEMPLATES, kind)) {
      this.workloads++;
      if (ADDRESS in (mapAt(document, [...(POD_TEMPLATES[kind] ?? []), 'metadata', 'labels']) ?? {}))
        this.ofCdk8sPlus++;
    }
    const wanted = selector && mapAt(document, selector);
    if (wanted && this.isWide(wanted)) this.waiting.push(wide(node.path, kind, selector));
    return this.workloads > 1 && this.ofCdk8sPlus > 0 ? this.waiting.splice(0) : [];
  }

  /** Of an expression nobody knows that it is not the name of the chart. */
  private isWide(selector: PlainMap): boolean {
    const keys = Object.keys(selector);
    const name = selector['app.kubernetes.io/name'];
    const isOther = typeof name === 'string' && name !== this.chartName && !mayHoldMarker(name);
    return keys.length > 0 && keys.every((key) => POD_LABELS.includes(key)) && !isOther;
  }
}

function wide(path: string, kind: string, selector: readonly string[]): Diagnostic {
  return {
    code: 'HELM1039',
    severity: 'warning',
    message: `the selector of this ${kind} takes the pods of several workloads: all of cdk8s-plus have name and instance of the release`,
    hint: 'add a label such as app.kubernetes.io/component to the selector and to the pods that are meant',
    place: { path, key: selector.join('.') },
  };
}

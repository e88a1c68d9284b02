/** As much of an object of Kubernetes as the probes look at. */
export interface KubeObject {
  readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> };
  readonly status?: NodeStatus;
}

/** What a node says of itself. */
export interface NodeStatus {
  readonly nodeInfo?: {
    readonly kubeletVersion?: string;
    readonly osImage?: string;
    readonly kernelVersion?: string;
    readonly operatingSystem?: string;
  };
  readonly conditions?: readonly { readonly type: string; readonly status: string; readonly message?: string }[];
}

/** The items of a list that kubectl printed. Throws SyntaxError when it is no JSON. */
export function itemsOf(json: string): readonly KubeObject[] {
  const { items = [] } = JSON.parse(json) as { readonly items?: readonly KubeObject[] };
  return items;
}

/** A condition on one label. */
export interface LabelSelectorRequirement {
  /** Key of the label, such as `app.kubernetes.io/name`. */
  readonly key: string;
  /** `In`, `NotIn`, `Exists` or `DoesNotExist`. */
  readonly operator: string;
  /** For `In` and `NotIn`: at least one. For the others: none. @default - none */
  readonly values?: readonly string[];
}

/** Which objects are meant, by their labels. Everything in it must hold; an empty one means all objects. */
export interface LabelSelector {
  /** Labels that must be there with these values. @default - none */
  readonly matchLabels?: Readonly<Record<string, string>>;
  /** Further conditions. @default - none */
  readonly matchExpressions?: readonly LabelSelectorRequirement[];
}

/** A key of a Secret that is there already, in the namespace of the release. The secret itself never stands in a chart. */
export interface SecretReference {
  /** Name of the Secret. */
  readonly secretName: string;
  /** Key in its data. */
  readonly key: string;
}

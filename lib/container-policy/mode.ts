/** Whether a policy blocks. */
export enum PolicyMode {
  /** Nothing is blocked; what would be is written to the log of the node. */
  AUDIT = 'audit',
  /** What the policy does not allow fails. */
  ENFORCE = 'enforce',
}

/** What Cilium does with connections that no policy allows. */
export enum CiliumMode {
  /**
   * Everything passes, and what policies would have dropped gets the verdict AUDIT in Hubble. It counts for pods that some
   * policy selects, and for addresses and ports: rules for HTTP and other protocols are enforced all the same.
   */
  AUDIT = 'audit',
  /** Policies count for nothing and nothing is recorded: no verdict without enforcement. */
  OFF = 'off',
  /** Pods that a policy selects are closed to what no policy allows. */
  ENFORCE = 'enforce',
}

/** What the cluster runs on. */
export enum CiliumPlatform {
  /** A cluster in which Cilium is the only network plugin. */
  GENERIC = 'generic',
  /** Amazon EKS with addresses from network interfaces (ENI), in place of Amazon's plugin. */
  EKS = 'eks',
  /** Amazon EKS with Cilium behind Amazon's plugin (1.11.2 or newer). Pods that ran before must be started again. */
  EKS_CHAINING = 'eks-chaining',
  /** Google GKE without Dataplane V2. */
  GKE = 'gke',
  /** Azure AKS that was created without a network plugin (BYOCNI). */
  AKS = 'aks',
}

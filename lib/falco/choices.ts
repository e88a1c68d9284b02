/** How Falco sees what processes do. */
export enum FalcoDriver {
  /** A program in the kernel that comes with Falco: nothing is built or downloaded. Linux 5.8 and newer. */
  MODERN_EBPF = 'modern_ebpf',
  /** A kernel module, built or downloaded on each node. Privileged. */
  KMOD = 'kmod',
  /** Whichever of the two the node can take. Privileged. */
  AUTO = 'auto',
}

/** What falcoctl downloads when a pod starts and while it runs. */
export enum FalcoArtifacts {
  /** Nothing: rules and plugins are those of the image, so they change with the version of the chart alone. */
  NONE = 'none',
  /** The newest rules and plugins of their line when a pod starts. */
  INSTALL = 'install',
  /** And again each week, while Falco runs: rules change without a change in your repository. */
  FOLLOW = 'follow',
}

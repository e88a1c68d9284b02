/** What all charts that we ship say of themselves. */
export const ABOUT = {
  kubeVersion: '>=1.24.0-0',
  home: 'https://gitlab.com/cdk8s-container-security/cdk8s-container-security',
  sources: ['https://gitlab.com/cdk8s-container-security/cdk8s-container-security'],
  maintainers: [{ name: 'The cdk8s-container-security authors', email: 'maintainers@example.com' }],
  annotations: { 'artifacthub.io/category': 'security', 'artifacthub.io/license': 'Apache-2.0' },
};

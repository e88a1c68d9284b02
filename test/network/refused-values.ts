/** Values that Cilium's chart refuses when it is installed, and the key that is told. */
export const REFUSED_VALUES: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
  ['hubble.ui.enabled', { hubble: { ui: { enabled: true }, relay: { enabled: false } } }],
  ['hubble.relay.enabled', { hubble: { enabled: false } }],
  ['hubble.tls.auto.certManagerIssuerRef', { hubble: { tls: { auto: { method: 'certmanager' } } } }],
  [
    'hubble.redact.http.headers',
    { hubble: { redact: { enabled: true, http: { headers: { allow: ['a'], deny: ['b'] } } } } },
  ],
  ['authentication.enabled', { authentication: { mutual: { spire: { enabled: true } } } }],
  ['cluster.name', { cluster: { name: 'x'.repeat(33) } }],
  ['cluster.name', { cluster: { name: 'Shop' } }],
  ['cluster.id', { eni: { enabled: true }, cluster: { id: 128, name: 'shop' } }],
  ['cluster.id', { cni: { chainingMode: 'aws-cni' }, cluster: { id: 255, name: 'shop' } }],
  ['eni.enabled', { ipam: { mode: 'eni' } }],
  ['routingMode', { gke: { enabled: true }, routingMode: 'tunnel', ipv4NativeRoutingCIDR: '10.0.0.0/8' }],
];

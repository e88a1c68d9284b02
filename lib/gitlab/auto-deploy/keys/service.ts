import { mustBeBoolean, mustBeOneOf, mustBeString, mustBeText } from '../../../diagnostics/predicates';
import { type Keys, mustBeObjects, mustBePort, mustBeTexts } from './value-key';

/** Keys of the areas service and ingress. */
export const SERVICE: Keys = {
  service: {
    keys: {
      enabled: { is: mustBeBoolean },
      annotations: { is: mustBeTexts },
      name: { is: mustBeText },
      type: { is: mustBeOneOf(['ClusterIP', 'NodePort', 'LoadBalancer']) },
      commonName: { is: mustBeString },
      externalPort: { is: mustBePort },
      internalPort: { is: mustBePort },
      nodePort: { is: mustBePort, since: 'v2.19.0' },
      extraPorts: { is: mustBeObjects, since: 'v2.20.0' },
    },
  },
  ingress: {
    keys: {
      enabled: { is: mustBeBoolean },
      path: { is: mustBeText, since: 'v2.2.0' },
      className: { is: mustBeText, since: 'v2.26.0' },
      annotations: { is: mustBeTexts },
      tls: {
        keys: {
          enabled: { is: mustBeBoolean },
          acme: { is: mustBeBoolean, since: 'v2.2.0' },
          secretName: { is: mustBeString },
          useDefaultSecret: { is: mustBeBoolean, since: 'v2.2.0' },
        },
      },
      modSecurity: {
        keys: { enabled: { is: mustBeBoolean }, secRuleEngine: { is: mustBeText }, secRules: { is: mustBeObjects } },
      },
    },
  },
  prometheus: { keys: { metrics: { is: mustBeBoolean } } },
};

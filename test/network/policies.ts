/** Specs of NetworkPolicies, right and wrong in every way that the API server looks at. */
import fc from 'fast-check';

const LONG = 'x'.repeat(63);

/** One of the good values, and in one case of ten one of the others. */
const mostly = <T, U = T>(good: readonly T[], others: readonly U[], weight = 10): fc.Arbitrary<T | U> =>
  fc.oneof(
    { weight, arbitrary: fc.constantFrom(...good) },
    { weight: 1, arbitrary: fc.constantFrom<T | U>(...others) },
  );

const labelKey = mostly(
  ['app', 'app.kubernetes.io/name', 'a.b/c_d', LONG, `${'x'.repeat(253)}/a`],
  ['', '/a', 'a/', 'A.b/c', 'a/b/c', '-a', 'a-', `${LONG}x`, 'a b', 'a..b/c', `${'x'.repeat(254)}/a`],
  60,
);
const GOOD_LABEL_VALUES = ['', 'a', 'A_b.c-d', LONG];
const BAD_LABEL_VALUES = ['-a', 'a-', 'a b', 'é', `${LONG}x`];
const labelValue = mostly(GOOD_LABEL_VALUES, BAD_LABEL_VALUES, 60);

/** Kubernetes 1.24 takes any value in expressions: those are always right here. */
const requirement = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.oneof(
      fc.record({
        key: labelKey,
        operator: fc.constantFrom('In', 'NotIn'),
        values: fc.array(fc.constantFrom(...GOOD_LABEL_VALUES), { minLength: 1, maxLength: 3 }),
      }),
      fc.record({ key: labelKey, operator: fc.constantFrom('Exists', 'DoesNotExist') }),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      key: labelKey,
      operator: fc.constantFrom('In', 'Exists', 'in', ''),
      values: fc.array(fc.constantFrom('a', 'b'), { maxLength: 1 }),
    }),
  },
);

const selector = fc.record(
  {
    matchLabels: fc.dictionary(labelKey, labelValue, { maxKeys: 2 }),
    matchExpressions: fc.array(requirement, { maxLength: 2 }),
  },
  { requiredKeys: [] },
);

const cidr = mostly(
  ['10.0.0.0/8', '0.0.0.0/0', '10.64.0.0/10', '192.168.1.0/24', '::/0', '2001:db8::/32', '1:2:3:4:5:6:7:8/128'],
  [
    '10.0.0.0/33',
    '10.0.0.0',
    '300.0.0.0/8',
    '10.0.0/8',
    '10.0.0.0/-1',
    '10.0.0.0/+8',
    ' 10.0.0.0/8',
    '',
    '/8',
    '2001:db8::/129',
    '2001:db8::1::/32',
    '1:2:3:4:5:6:7/128',
    '1:2:3:4:5:6:7:8::/128',
    ':1::/64',
    'g::/64',
    'fe80::1%eth0/64',
  ],
  6,
);
const ipBlock = fc.record(
  {
    cidr,
    except: fc.array(fc.oneof(cidr, fc.constantFrom('10.1.0.0/16', '10.64.1.0/24', '2001:db8:1::/48')), {
      maxLength: 2,
    }),
  },
  { requiredKeys: ['cidr'] },
);

const peer = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ podSelector: selector, namespaceSelector: selector }, { requiredKeys: ['podSelector'] }),
  },
  { weight: 3, arbitrary: fc.record({ namespaceSelector: selector }) },
  { weight: 6, arbitrary: fc.record({ ipBlock }) },
  {
    weight: 1,
    arbitrary: fc.record({ podSelector: selector, namespaceSelector: selector, ipBlock }, { requiredKeys: [] }),
  },
);

const protocol = mostly(['TCP', 'UDP', 'SCTP'], ['tcp', 'ICMP', ''], 30);
const number = mostly([1, 53, 80, 443, 8080, 65_535], [0, -1, 65_536], 15);
const portName = mostly(
  ['http', 'a-b', 'x'.repeat(15), '8080x'],
  ['HTTP', 'a--b', '-a', 'a-', '80', 'x'.repeat(16), ''],
  8,
);
const port = fc.oneof(
  { weight: 6, arbitrary: fc.record({ protocol, port: number }, { requiredKeys: [] }) },
  { weight: 3, arbitrary: fc.record({ protocol, port: portName }) },
  { weight: 3, arbitrary: fc.record({ protocol, port: fc.constantFrom(1, 80), endPort: number }) },
  {
    weight: 1,
    arbitrary: fc.record({ port: fc.oneof(number, portName), endPort: number }, { requiredKeys: ['endPort'] }),
  },
);

const listOf = <T>(item: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(item, { maxLength: 2 });
const rules = (peers: string) =>
  listOf(fc.record({ [peers]: listOf(peer), ports: listOf(port) }, { requiredKeys: [] }));

/** A spec. */
export const networkPolicySpec = fc.record(
  {
    podSelector: selector,
    policyTypes: mostly<string[]>(
      [['Ingress'], ['Egress'], ['Ingress', 'Egress'], ['Egress', 'Egress'], []],
      [['ingress'], [''], ['Ingress', 'Egress', 'Ingress']],
      15,
    ),
    ingress: rules('from'),
    egress: rules('to'),
  },
  { requiredKeys: ['podSelector'] },
);

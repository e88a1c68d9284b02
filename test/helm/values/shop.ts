import type { ValueDeclaration } from '../../../lib/helm/values/declaration';

/** A chart's values as an author declares them: one of each kind, for tests that show what comes out. */
export const SHOP: readonly ValueDeclaration[] = [
  {
    path: ['logLevel'],
    shape: { type: 'string', choices: ['debug', 'info', 'warn'] },
    default: 'info',
    description:
      'How much the loader says. Every profile that was loaded is a line at level info, every file that was looked at one at debug.',
  },
  {
    path: ['image'],
    description: 'The image of the loader.',
    shape: {
      type: 'object',
      properties: [
        {
          path: ['image', 'repository'],
          shape: { type: 'string', minLength: 1 },
          default: 'registry.example.com/loader',
          description: 'Where it is.',
        },
        { path: ['image', 'tag'], shape: { type: 'string' }, default: '', description: 'Its tag.', example: '1.20' },
      ],
    },
  },
  {
    path: ['auth'],
    description: 'How the loader gets in.',
    shape: {
      type: 'object',
      properties: [
        {
          path: ['auth', 'password'],
          shape: { type: 'string', pattern: '^[a-z]{8,}$' },
          required: true,
          description: 'The password.',
        },
        { path: ['auth', 'user'], shape: { type: 'string' }, required: true },
      ],
    },
  },
  {
    path: ['port'],
    shape: { type: 'integer', minimum: 1, maximum: 65535 },
    default: 8080,
    description: 'Port of the metrics.',
  },
  { path: ['ratio'], shape: { type: 'number', maximum: 1e22 }, default: 1e21 },
  {
    path: ['maxUnavailable'],
    shape: { type: 'integerOrString', pattern: '^[0-9]+%$' },
    default: '50%',
    description: 'Nodes at a time.',
  },
  { path: ['on'], shape: { type: 'boolean' }, default: true, description: 'YAML 1.1 reads this key as true.' },
  {
    path: ['labels'],
    shape: { type: 'map', values: { type: 'string' }, keyPattern: '^[a-z./-]+$' },
    default: {},
    example: { 'app.kubernetes.io/part-of': 'shop', n: 'no' },
    description: 'Labels of all objects.',
  },
  {
    path: ['profiles'],
    shape: { type: 'map', values: { type: 'string' } },
    default: { nginx: 'profile nginx {\n  /etc/** r,\n}\n' },
    description: 'AppArmor profiles by name.',
  },
  {
    path: ['mounts'],
    shape: {
      type: 'list',
      minItems: 1,
      items: {
        type: 'object',
        properties: [
          { path: ['name'], shape: { type: 'string' }, required: true, description: 'Name of the volume.' },
          { path: ['options'], shape: { type: 'list', items: { type: 'string' }, uniqueItems: true } },
        ],
      },
    },
    default: [{ name: 'a', options: ['ro', '0123'] }, { name: 'b' }],
    description: 'What is mounted.',
  },
  {
    path: ['tolerations'],
    shape: { type: 'list', items: { type: 'any' } },
    default: [],
    example: [{ key: 'x', operator: 'Exists' }],
  },
  { path: ['affinity'], shape: { type: 'any' }, default: {}, description: 'Handed on to the pod.' },
];

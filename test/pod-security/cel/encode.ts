import { SECOND, secondsOf } from '../../../lib/pod-security/language/cel/numbers';
import {
  CelDuration,
  CelMap,
  CelObject,
  CelOpaque,
  CelOptional,
  CelTimestamp,
  CelTypeValue,
  CelUint,
  type CelValue,
  isList,
} from '../../../lib/pod-security/language/cel/value';

/** A value in the words of the judge: its kind, then its content. */
export function encode(value: CelValue): unknown {
  if (value === null) return ['null'];
  switch (typeof value) {
    case 'boolean':
      return ['bool', value];
    case 'bigint':
      return ['int', String(value)];
    case 'number':
      return ['double', bitsOf(value)];
    case 'string':
      return ['string', value];
  }
  if (isList(value)) return ['list', value.map(encode)];
  for (const [kind, words] of KINDS) if (value instanceof kind) return words(value as never);
  throw new TypeError('an error is no value');
}

function bitsOf(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  return view.getBigUint64(0).toString(16).padStart(16, '0');
}

/** Sorted by the text of their keys, as the judge sorts them. */
function pairsOf(map: CelMap): unknown {
  const rows = map.entries().map(([key, item]) => [encode(key), encode(item)] as const);
  const texts = new Map(rows.map((row) => [row, JSON.stringify(row[0])]));
  const text = (row: (typeof rows)[number]): string => texts.get(row) ?? '';
  return ['map', [...rows].sort((a, b) => (text(a) < text(b) ? -1 : 1))];
}

function fieldsOf({ typeName, fields }: CelObject): unknown {
  const field = (name: string): unknown => fields.get(name);
  if (typeName !== 'JSONPatch') {
    return [
      'object',
      typeName,
      Object.fromEntries([...fields].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, item]) => [name, plain(item)])),
    ];
  }
  const item = fields.get('value');
  const text = (name: string): unknown => field(name) ?? '';
  return ['patch', text('op'), text('path'), text('from'), item === undefined ? null : encode(item)];
}

/** As an object's own JSON: numbers are numbers. */
function plain(value: CelValue): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (isList(value)) return value.map(plain);
  if (value instanceof CelObject)
    return Object.fromEntries([...value.fields].map(([name, item]) => [name, plain(item)]));
  if (value instanceof CelMap)
    return Object.fromEntries(value.entries().map(([key, item]) => [String(plain(key)), plain(item)]));
  return value;
}

const moment = (nanos: bigint): string => {
  const seconds = secondsOf(nanos);
  return `${seconds}.${String(nanos - seconds * SECOND).padStart(9, '0')}`;
};

type Kind = abstract new (...args: never[]) => object;

const KINDS: readonly (readonly [Kind, (value: never) => unknown])[] = [
  [Uint8Array, (value: Uint8Array) => ['bytes', Buffer.from(value).toString('base64')]],
  [CelUint, ({ value }: CelUint) => ['uint', String(value)]],
  [CelTimestamp, ({ nanos }: CelTimestamp) => ['timestamp', moment(nanos)]],
  [CelDuration, ({ nanos }: CelDuration) => ['duration', String(nanos)]],
  [CelOptional, ({ value }: CelOptional) => (value === undefined ? ['optional'] : ['optional', encode(value)])],
  [CelTypeValue, ({ name }: CelTypeValue) => ['type', name]],
  [CelObject, fieldsOf],
  [CelMap, pairsOf],
  [CelOpaque, (value: CelOpaque) => ['opaque', value.typeName, 'text' in value ? value.text : '']],
];

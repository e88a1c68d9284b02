import { type GoValue, NotEvaluable, RenderError } from '../go-value';
import { go, type Row, type Table } from './function';
import { type JsonStyle, toJson, UnsupportedNumber } from './go/json';
import { isList, isMap, nilList, nilMap } from './go/values';
import { fromYaml } from './go/yaml-read';
import { toYaml, UnreadableText } from './go/yaml-write';

const isLoss = (error: unknown) => error instanceof UnsupportedNumber || error instanceof UnreadableText;

/** Gives nothing where the value cannot be written. */
const lenient = (summary: string, write: (value: GoValue) => string): Row =>
  go(['any'], 'string', summary, ([value]) => {
    try {
      return write(value);
    } catch (error) {
      if (isLoss(error)) return '';
      throw error;
    }
  });

/** Fails where the value cannot be written. */
const strict = (summary: string, write: (value: GoValue) => string): Row =>
  go(['any'], 'string', summary, ([value]) => {
    try {
      return write(value);
    } catch (error) {
      throw isLoss(error) ? new RenderError(`error converting: ${(error as Error).message}`) : error;
    }
  });

const json = (style: JsonStyle) => (value: GoValue) => toJson(value, style);

const COMPACT = json({ html: true, pretty: false });
const PRETTY = json({ html: true, pretty: true });
const RAW = json({ html: false, pretty: false });

/** Reads JSON. `undefined` where Go refuses it. */
function parseJson(text: string): GoValue | undefined {
  let lossy = false;
  const check = (_: string, value: unknown) => {
    if (value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY) lossy = true;
    return value;
  };
  try {
    const value = JSON.parse(text, check) as GoValue;
    return lossy ? undefined : wellFormed(value);
  } catch {
    return undefined;
  }
}

/** A surrogate without its partner becomes U+FFFD in Go. */
function wellFormedText(text: string): string {
  return text.replace(/\p{Cs}/gu, '\ufffd');
}

function wellFormed(value: GoValue): GoValue {
  if (typeof value === 'string') return wellFormedText(value);
  if (isList(value)) return value.map(wellFormed);
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [wellFormedText(key), wellFormed(item)]));
}

/** Helm gives the parser's message for wrong text; that is not repeated here. */
function expectMap(value: GoValue | undefined): GoValue {
  if (value !== undefined && isMap(value)) return value;
  throw new NotEvaluable('text that holds no map: Helm gives a message under the key Error');
}

function expectList(value: GoValue | undefined): GoValue {
  if (value !== undefined && isList(value)) return value;
  throw new NotEvaluable('text that holds no list: Helm gives a list with a message');
}

const toToml = go(['any'], 'string', 'As TOML.');

/** JSON, YAML and TOML. */
export const DATA: Table = {
  toJson: lenient('As JSON, with <, > and & escaped.', COMPACT),
  mustToJson: strict('As JSON; an error for what JSON cannot carry.', COMPACT),
  toPrettyJson: lenient('As JSON on many lines.', PRETTY),
  mustToPrettyJson: strict('As JSON on many lines; an error for what JSON cannot carry.', PRETTY),
  toRawJson: strict('As JSON, without escapes for HTML.', RAW),
  mustToRawJson: strict('As JSON, without escapes for HTML.', RAW),
  fromJson: go(['string'], 'map[string]interface {}', 'Reads a JSON object.', ([text]) => {
    const value = parseJson(text);
    return value === null ? nilMap() : expectMap(value);
  }),
  fromJsonArray: go(['string'], '[]interface {}', 'Reads a JSON array.', ([text]) => {
    const value = parseJson(text);
    return value === null ? nilList() : expectList(value);
  }),
  mustFromJson: go(['string'], 'any', 'Reads any JSON.', ([text]) => {
    const value = parseJson(text);
    if (value === undefined) throw new RenderError('invalid JSON');
    return value;
  }),
  toYaml: lenient('As YAML on many lines, without a line break at the end.', toYaml),
  mustToYaml: { ...strict('As YAML; an error for what YAML cannot carry.', toYaml), since: 4 },
  toYamlPretty: go(['any'], 'string', 'As YAML, with lists indented.'),
  fromYaml: go(['string'], 'map[string]interface {}', 'Reads a YAML map (YAML 1.1).', ([text]) =>
    expectMap(fromYaml(text) ?? {}),
  ),
  fromYamlArray: go(['string'], '[]interface {}', 'Reads a YAML list (YAML 1.1).', ([text]) =>
    expectList(fromYaml(text) ?? []),
  ),
  toToml,
  mustToToml: { ...toToml, since: 4, summary: 'As TOML; an error for what TOML cannot carry.' },
  fromToml: go(['string'], 'map[string]interface {}', 'Reads TOML.'),
};

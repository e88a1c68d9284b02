import { nounsOf } from './check-keys';
import { DOCUMENT_KEYS, type Key, type ValueShape } from './keys';

/** One row of the reference: a key with all that leads to it. */
export interface KeyRow {
  /** Such as `spec.files.readOnly`; `<name>` stands for a name that people choose. */
  readonly path: string;
  readonly key: Key;
}

/** All keys of a document in their order. Those of single containers are those of `spec`, and stand there once. */
export function allKeys(keys: readonly Key[] = DOCUMENT_KEYS, above = ''): readonly KeyRow[] {
  return keys.flatMap((key) => {
    const path = `${above}${key.name}`;
    return [{ path, key }, ...allKeys(key.value.keys ?? [], `${path}.`)];
  });
}

const HEAD = `# Container policies: all keys

Every key of the YAML form, as \`container-security check policy\` and the
[JSON Schema](../lib/container-policy/schema/container-policy.schema.json) know them. What they are for tells
[Container policies](container-policy.md). This page is written by \`npm run synth\`.

\`spec.containers.<name>\` takes the same keys as \`spec\`, but for \`pods\`, \`mode\` and \`containers\`.

| key | what may stand there | when it is left out | such as |
|---|---|---|---|
`;

/** The reference of all keys as a page. */
export function referencePage(): string {
  const rows = allKeys().map(({ path, key }) => {
    const left = key.required ? '**must be there**' : (key.otherwise ?? '');
    return `| \`${path}\` | ${cell(formsOf(key.value))} | ${cell(left)} | ${code(`${key.name}: ${key.example}`)} |\n`;
  });
  const words = allKeys().map(({ path, key }) => `### \`${path}\`\n\n${key.about}\n`);
  return `${HEAD}${rows.join('')}\n## What they say\n\n${words.join('\n')}`;
}

function formsOf(shape: ValueShape): string {
  const items = shape.list === undefined ? undefined : nounsOf(shape.list).join(', or ');
  const named = shape.named === undefined ? undefined : 'a map';
  const own = nounsOf({ ...shape, list: undefined, named: undefined } as ValueShape);
  return [
    ...own,
    ...(items === undefined ? [] : [`a list, each ${items}`]),
    ...(named === undefined ? [] : [named]),
  ].join('; or ');
}

function cell(text: string): string {
  return text
    .replaceAll('|', '\\|')
    .replaceAll('*', '\\*')
    .replaceAll('\\*\\*must be there\\*\\*', '**must be there**');
}

function code(text: string): string {
  return `\`${text.replaceAll('|', '\\|')}\``;
}

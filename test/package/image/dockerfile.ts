import type { RunConfig } from './layout';

const list = (text: string): readonly string[] => {
  const value: unknown = JSON.parse(text);
  if (!Array.isArray(value) || !value.every((each) => typeof each === 'string')) {
    throw new Error(`${text} is not a list of texts`);
  }
  return value;
};

/** `a=b c="d e"`, over several lines. */
const pairs = (text: string): readonly (readonly [string, string])[] =>
  [...text.matchAll(/([^\s=]+)=("[^"]*"|\S+)/g)].map(([, key = '', value = '']) => [key, value.replace(/^"|"$/g, '')]);

/** What the last stage of a Dockerfile says of how its image is run. @throws Error at a word that is not known here. */
export function runConfigOf(dockerfile: string): RunConfig {
  const lines = dockerfile
    .replace(/^\s*#.*\n/gm, '')
    .replace(/\\\n/g, ' ')
    .split('\n')
    .map((line) => line.trim());
  const stage = lines.slice(lines.findLastIndex((line) => line.startsWith('FROM ')) + 1).filter(Boolean);
  const said = new Map(stage.map((line) => [line.split(/\s/, 1)[0] ?? '', line.replace(/^\S+\s+/, '')]));
  const known = ['COPY', 'ENV', 'LABEL', 'USER', 'ENTRYPOINT', 'CMD'];
  const strange = [...said.keys()].filter((word) => !known.includes(word));
  if (strange.length > 0 || said.size < stage.length) {
    throw new Error(`the Dockerfile's last stage has what the image would not: ${[...strange, ...stage].join(', ')}`);
  }
  return {
    User: said.get('USER') ?? '',
    Env: pairs(said.get('ENV') ?? '').map(([name, value]) => `${name}=${value}`),
    Entrypoint: list(said.get('ENTRYPOINT') ?? '[]'),
    Cmd: list(said.get('CMD') ?? '[]'),
    Labels: Object.fromEntries(pairs(said.get('LABEL') ?? '')),
  };
}

/** An element of a small XML reader: enough to read JUnit reports strictly. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
  readonly text: string;
}

const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
/** Exactly the characters that XML 1.0 cannot hold. */
const ILLEGAL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/u;

/** Reads a document without comments, CDATA and doctype. Throws at everything that is not well-formed. */
export function readXml(source: string): Element {
  if (ILLEGAL.test(source)) throw new Error('illegal character');
  const declaration = '<?xml version="1.0" encoding="UTF-8"?>';
  if (!source.startsWith(declaration)) throw new Error('no declaration');
  let position = declaration.length;

  const take = (pattern: RegExp): RegExpExecArray => {
    const sticky = new RegExp(pattern.source, 'uy');
    sticky.lastIndex = position;
    const match = sticky.exec(source);
    if (match === null)
      throw new Error(`expected ${pattern} at ${JSON.stringify(source.slice(position, position + 40))}`);
    position += match[0].length;
    return match;
  };

  const element = (): Element => {
    const [, name = ''] = take(/<([A-Za-z][\w-]*)/);
    const attributes: Record<string, string> = {};
    for (;;) {
      const [, key = '', value = '', end] = take(/\s+([\w-]+)="([^"<]*)"|\s*(\/?>)/);
      if (end === '/>') return { name, attributes, children: [], text: '' };
      if (end === '>') break;
      if (key in attributes) throw new Error(`attribute ${key} twice`);
      attributes[key] = unescaped(value.replace(/[\n\t]/g, ' '));
    }
    const children: Element[] = [];
    let text = '';
    while (!source.startsWith('</', position)) {
      if (source[position] === '<') children.push(element());
      else text += unescaped(take(/[^<]+/)[0]);
    }
    if (take(/<\/([\w-]+)>/)[1] !== name) throw new Error(`${name} is not closed`);
    return { name, attributes, children, text };
  };

  take(/\s*/);
  const root = element();
  take(/\s*$/);
  return root;
}

function unescaped(text: string): string {
  return text.replace(/&([^;]*;?)/g, (_, body: string) => {
    const [, name = '', number] = /^(?:(\w+)|#(\d+));$/.exec(body) ?? [];
    if (number !== undefined) return String.fromCodePoint(Number(number));
    const named = NAMED[name];
    if (named === undefined) throw new Error(`bad entity &${body}`);
    return named;
  });
}

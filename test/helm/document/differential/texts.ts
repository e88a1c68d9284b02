import { NASTY_TEXTS } from '../../values/nasty-texts';

/** Texts that go wrong in templates, besides those that go wrong in YAML. */
const TEMPLATE_TEXTS: readonly string[] = [
  ...[
    '{{ x }}',
    '{{- x -}}',
    '}}',
    '{{"',
    '"}}',
    '{{/* x */}}',
    '{{`',
    '`',
    '%s',
    '%',
    '%%',
    '%d%v%!',
    '$x',
    '$',
    '\\x7b',
    '\\{',
    'trailing {',
    '{',
  ],
  ...[
    '{ {',
    '\'"\'"',
    '\\"',
    '\\\\',
    'a\\',
    '"',
    '\n{{ x }}\n',
    'end {{',
    '}',
    ' lead',
    'trail ',
    '\n\nlead',
    'trail\n\n',
    '  two\n four\n',
  ],
  ...[
    'a\r\nb\r\n',
    '\u061c\u200frtl',
    '\u{1f469}\u{1f3fd}',
    '---\nkind: Secret\n',
    'a\n---\nb',
    '...\n',
    '# end\n',
    'null',
    '~',
    '0x1f',
    '1_000',
  ],
  ...[
    'x'.repeat(900),
    'long line '.repeat(60),
    '&amp; <b> \u0026',
    'e+289',
    '1.9e+289',
    'zq',
    '<',
    '=',
    '!',
    '? x',
    '\ttab\n\ttab',
  ],
];

/** What `toJson` cannot carry. U+FEFF only at the wrong place of go-yaml's buffer, where it swallows the character after it. */
const LOST_IN_JSON = /[\x7f-\x9f\ufeff\ufffe\uffff]/;

/** What the value of a text may be. */
export const TEXTS: readonly string[] = [...new Set([...NASTY_TEXTS, ...TEMPLATE_TEXTS])];

/** What a text inside a list or a map may be. */
export const INNER_TEXTS: readonly string[] = TEXTS.filter((text) => !LOST_IN_JSON.test(text));

/** What a key may be. */
export const KEYS: readonly string[] = INNER_TEXTS.filter((text) => text.length < 500);

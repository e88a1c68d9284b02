/** Texts that some YAML parser, schema or template would read as something else. */
export const NASTY_TEXTS: readonly string[] = [
  ...['', ' ', '  ', 'a ', ' a', '\t', '\ta', 'a\t', '-', '- a', '-a', '--- a', '---', '...', '?', '? a', ':', ': a', ':a', 'a:', 'a: b'],
  ...['a :b', 'a:b', 'a::b', '#', '# a', 'a #b', 'a#b', '%', '%TAG', '@', '@a', '&', '&a', '*', '*a', '!', '!a', '!!str a', '|', '|-', '>'],
  ...['>+', "'", "'a'", "it's", '"', '"a"', 'a"b', '`a`', '[', '[]', '[a]', ']', '{', '{}', '{a: b}', '}', ',', 'a, b', '\\', 'a\\b', '\\n'],
  ...['y', 'Y', 'n', 'N', 'yes', 'Yes', 'YES', 'no', 'No', 'on', 'On', 'off', 'OFF', 'true', 'True', 'TRUE', 'false', 'null', 'Null', '~'],
  ...['nan', '.nan', '.NaN', '.inf', '-.inf', '+.INF', 'Infinity', 'NaN', '<<', '=', '_', '_1', 'e', 'e3', 'x1', '0', '-0', '+1', '0123'],
  ...['08', '0o7', '0x1f', '0b11', '1_000', '1,000', '1e3', '1E3', '1e+3', '1.', '.5', '1.5', '1:20', '1:20:30', '190:20:30.15', '2024-01-01'],
  ...['2024-01-01T00:00:00Z', '2024-01-01 00:00:00', '1.2.3', '10.0.0.0/8', '100m', '128Mi', '50%', 'http://a.b/c?d=e#f', 'a@sha256:0123'],
  ...['{{ .Values.a }}', '{{', '}}', '{{{{', '{{"', '${a}', '$(a)', '$a', 'a\nb', 'a\n', '\na', '\n', '\n\n', 'a\n\n', 'a\n\n\n', 'a\n\n\n\nb'],
  ...['a\n\nb', ' a\nb', 'a\n b', '\ta\nb', 'a\n\tb', 'a \nb', 'a\n \nb', 'a\n  ', '  \na', '\n a\nb', 'a\n---\nb', '---\na', '# a\nb', 'a: b\n- c'],
  ...['a\r\nb', 'a\rb', '\r', 'a\u0085b', 'a\u2028b', 'a\u2029b', 'a\nb\u2028c', '\u0000', '\u0007', '\u001b[0m', 'a\u007fb', '\u00a0', 'é', 'ß\nü'],
  ...['日本語', '👍', '👨‍👩‍👧', '\ufeff', 'a\ufeffb', '\u200b', 'a\u202eb', '\ue000', '\ufffd', '\u{10ffff}', '<a & b>', '\u003c', 'x'.repeat(300)],
  ...['profile a {\n  /etc/** r,\n}\n', 'rule: >\n  a and\n  b\n', 'a\n  b\n    c\n', 'text with a very long line '.repeat(20).trim()],
  ...['__proto__', 'constructor', 'toString', 'a.b', 'a-b', 'a/b', 'a~b', 'a b', 'app.kubernetes.io/name', '<', '|\n a', '\\\n', '\u0001\n'],
];

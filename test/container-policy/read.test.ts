import { describe, expect, it } from 'vitest';
import { readPolicies } from '../../lib/container-policy/language/read';

const HEAD = 'apiVersion: container-security/v1\nkind: ContainerPolicy\nmetadata: { name: web }\n';

/** What is wrong with a spec: code, line and column, and the key. */
function problemsOf(spec: string): readonly string[] {
  return readPolicies(`${HEAD}spec:\n${spec}`, 'policy.yaml').diagnostics.map(
    ({ code, severity, place }) => `${code} ${severity} ${place?.line}:${place?.column} ${place?.key}`,
  );
}

describe('what the parts of a policy mean together', () => {
  it.each([
    ['  processes: { only: [/bin/sh] }\n', ['POLICY1012 error 5:23 spec.processes.only[0]']],
    ['  processes: { only: [/opt/x, /bin/busybox] }\n', ['POLICY1012 error 5:31 spec.processes.only[1]']],
    ['  processes: { only: [/bin/{sh}] }\n', ['POLICY1001 error 5:28 undefined']],
    [
      '  processes: { only: [/opt/console] }\n  shells: { also: [/opt/console] }\n',
      ['POLICY1012 error 5:23 spec.processes.only[0]'],
    ],
    ['  processes: { only: [/bin/sh] }\n  shells: any\n', []],
    ['  processes: { only: [/usr/bin/*] }\n', []],
    [
      '  processes: { only: [/app/run] }\n  files: { writable: [/app/] }\n',
      ['POLICY1013 error 5:23 spec.processes.only[0]'],
    ],
    [
      '  processes: { only: [/usr/bin/x] }\n  files: { writable: [/bin/**] }\n',
      ['POLICY1013 error 5:23 spec.processes.only[0]'],
    ],
    [
      '  processes: { only: [/app/run] }\n  files: { hidden: [/app/**] }\n',
      ['POLICY1013 error 5:23 spec.processes.only[0]'],
    ],
    ['  files: { writable: [/app/**], libraries: [/app/x.dll] }\n', ['POLICY1013 error 5:45 spec.files.libraries[0]']],
    ['  files: { readOnly: [/etc/], writable: [/etc/nginx/] }\n', []],
    [
      '  files: { readOnly: [/etc/], writable: [/etc/nginx/], rest: writable }\n',
      ['POLICY1014 error 5:23 spec.files.readOnly[0]'],
    ],
    [
      '  files: { readOnly: [/data/conf/], writable: [/data/, /data/conf/x/] }\n',
      ['POLICY1014 error 5:23 spec.files.readOnly[0]'],
    ],
    ['  files: { readOnly: [/data.db], writable: [/data.db] }\n', ['POLICY1014 error 5:23 spec.files.readOnly[0]']],
    [
      '  files: { readOnly: [/etc, /etc/passwd, /data/], writable: [/var/lib/mysql, /run/x.pid], hidden: [/root] }\n',
      [
        'POLICY1021 warning 5:23 spec.files.readOnly[0]',
        'POLICY1021 warning 5:62 spec.files.writable[0]',
        'POLICY1021 warning 5:100 spec.files.hidden[0]',
      ],
    ],
    [
      '  processes: { only: [/app/**] }\n  files: { writable: [/app/uploads/, /tmp/] }\n',
      ['POLICY1020 error 6:23 spec.files.writable[0]'],
    ],
    ['  files: { writable: [/] }\n', ['POLICY1013 error 5:23 spec.files.writable[0]']],
    ['  files: { writable: [/tmp/, /usr/] }\n', ['POLICY1013 error 5:30 spec.files.writable[1]']],
    ['  shells: any\n  files: { writable: [/**] }\n', []],
    ['  processes: { only: [/app/*] }\n  files: { writable: [/app/uploads/] }\n', []],
    [
      '  commands: [[./ready], [bin/ready], ["curl -f x"], ["*"], ["/bin/x\\" rix,"], [/opt/../x], [/opt/x*]]\n',
      [0, 1, 2, 3, 4, 5].map(
        (index) => `POLICY1007 error 5:${[14, 25, 38, 53, 60, 79][index]} spec.commands[${index}]`,
      ),
    ],
    ['  files: { readOnly: [/data/conf/], writable: [/data/] }\n', []],
    ['  processes: { only: [/entry.sh] }\n', []],
    [
      '  processes: none\n  commands: [[sh, -c, "curl -f localhost | grep ok"]]\n',
      ['POLICY1015 warning 6:14 spec.commands[0]'],
    ],
    ['  processes: none\n  commands: [[sh, -c, "test -f /ready && echo yes"]]\n', []],
    ['  processes: { only: [/bin/curl] }\n  commands: [[/bin/sh, -ec, "if ! curl -f x; then exit 1; fi"]]\n', []],
    ['  processes: none\n  commands: [[curl, -f, x]]\n', []],
    ['  commands: [[sh, -c, "curl -f localhost"]]\n', []],
  ])('%s', (spec, expected) => {
    expect(problemsOf(spec)).toEqual(expected);
  });

  it('tells of a container only what its policy does not say already, at the place where it stands', () => {
    const spec =
      '  processes: { only: [/app/run] }\n  containers:\n    a: { ports: none }\n    b:\n      files: { writable: [/app/] }\n';
    expect(problemsOf(spec)).toEqual(['POLICY1013 error 5:23 spec.processes.only[0]']);
  });
});

it.each(['[[sleep, 5]]', '[[true]]'])('tells who writes commands: %s to put quotes around it', (commands) => {
  expect(readPolicies(`${HEAD}spec: { commands: ${commands} }\n`).diagnostics).toMatchObject([
    { code: 'POLICY1005', hint: 'put quotes around it' },
  ]);
});

describe('a file', () => {
  it('may hold several policies, and tells all problems of all of them in one run', () => {
    const good = `${HEAD}spec: {}\n`;
    const text = `${good}---\n${HEAD.replace('web', 'db')}spec: { mode: off }\n---\n---\nkind: Deployment\n---\n- a\n---\n${good}`;
    const { policies, diagnostics } = readPolicies(text, 'all.yaml');
    expect(policies.map(({ name }) => name)).toEqual(['web']);
    expect(diagnostics.map(({ code, place }) => `${code} ${place?.line}`)).toEqual([
      'POLICY1006 9',
      'POLICY1002 12',
      'POLICY1002 14',
      'POLICY1011 18',
    ]);
  });

  it.each(['', '# nothing yet\n', '---\n---\n'])('without a policy is refused: %j', (text) => {
    expect(readPolicies(text).diagnostics).toMatchObject([{ code: 'POLICY1002' }]);
  });

  it('that is no YAML says where, and what patterns need', () => {
    expect(readPolicies(`${HEAD}spec: { files: { readOnly: [/a{b,c}] } }\n`).diagnostics[0]).toMatchObject({
      code: 'POLICY1001',
      hint: expect.stringContaining('needs quotes'),
      place: { line: 4 },
    });
  });

  it('may use anchors, and is told of a fault where it is written', () => {
    const text = `${HEAD}spec:\n  files: &f { writable: [tmp] }\n  containers: { a: { files: *f } }\n`;
    expect(readPolicies(text).diagnostics.map(({ code, place }) => `${code} ${place?.line}`)).toContain('POLICY1007 5');
  });
});

it('a container takes over what it does not say itself', () => {
  const spec =
    'spec:\n  mode: enforce\n  processes: none\n  shells: any\n  containers: { a: { processes: any }, b: { shells: none } }\n';
  const [policy] = readPolicies(HEAD + spec).policies;
  expect(policy?.containers.map(({ rules }) => [rules.processes.start, rules.shells.allowed])).toEqual([
    ['any', true],
    ['only', false],
  ]);
});

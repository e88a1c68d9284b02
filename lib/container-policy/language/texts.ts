import { isGlob, parseGlob } from '../../apparmor/language/glob/glob';
import { quote } from '../../diagnostics/describe';
import { nearestHint } from '../../diagnostics/nearest';
import { literal } from '../apparmor/patterns';
import { CAPABILITIES, plainCapability } from './capabilities';
import type { Code } from './problems';

/** What is wrong with a text, without a full stop. */
export interface TextFault {
  readonly code: Code;
  readonly message: string;
  readonly hint?: string | undefined;
}

/** One kind of text: what it must be, for the checks, the schema and the reference. */
export interface TextKind {
  /** What it is, for the end of `must be …`. */
  readonly noun: string;
  /** Regular expression of JSON Schema: what it refuses the check refuses too. */
  readonly pattern: string;
  /** What a schema cannot say. */
  readonly fault?: (text: string) => TextFault | undefined;
}

export type TextName =
  | 'name'
  | 'container'
  | 'path'
  | 'program'
  | 'port'
  | 'capability'
  | 'labelKey'
  | 'labelValue'
  | 'word';

const LABEL = '^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$';
const LABEL_NOUN = 'a DNS label: small letters, digits and "-", at most 63';

export const TEXTS: Readonly<Record<TextName, TextKind>> = {
  name: { noun: LABEL_NOUN, pattern: LABEL },
  container: { noun: LABEL_NOUN, pattern: LABEL },
  path: { noun: 'a path that begins with "/", such as /var/cache/nginx/**', pattern: '^/', fault: pathFault },
  program: { noun: 'the path of a program, such as /usr/sbin/nginx', pattern: '^/.*[^/]$', fault: programFault },
  port: {
    noun: 'a port from 1 to 65535, or one such as 53/udp',
    pattern: '^[0-9]{1,5}(/(tcp|udp))?$',
    fault: portFault,
  },
  capability: {
    noun: 'a capability, such as net_bind_service',
    pattern: '^(CAP_|cap_)?[A-Za-z_]+$',
    fault: capabilityFault,
  },
  labelKey: {
    noun: 'the key of a label, such as app.kubernetes.io/name',
    pattern: '^([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?[A-Za-z0-9]([-_.A-Za-z0-9]{0,61}[A-Za-z0-9])?$',
  },
  labelValue: {
    noun: 'the value of a label: at most 63 letters, digits, "-", "_" and "."',
    pattern: '^([A-Za-z0-9]([-_.A-Za-z0-9]{0,61}[A-Za-z0-9])?)?$',
  },
  word: { noun: 'a text that is not empty', pattern: '.' },
};

/** What is wrong with a text of a kind; undefined when nothing is. */
export function faultOf(kind: TextName, text: string, key: string): TextFault | undefined {
  const { noun, pattern, fault } = TEXTS[kind];
  const special = fault?.(text);
  if (special !== undefined) return special;
  if (new RegExp(pattern, 'u').test(text)) return undefined;
  const isPath = kind === 'path' || kind === 'program';
  return { code: isPath ? 'pathWrong' : 'valueWrong', message: `"${key}" must be ${noun}, not ${quote(text)}` };
}

function pathFault(text: string): TextFault | undefined {
  const wrong = (message: string, hint?: string): TextFault => ({ code: 'pathWrong', message, hint });
  if (/^(?:\.\/|[\w.][^\s]*$)/.test(text)) {
    return wrong(
      `the path ${quote(text)} does not begin with "/"`,
      `write it from the root of the container: "/${text.replace(/^\.?\//, '')}"`,
    );
  }
  if (text.startsWith('~'))
    return wrong(`the path ${quote(text)} begins with "~", which only shells know`, 'write the folder itself');
  if (/[$@]\{/.test(text)) {
    return wrong(
      `the path ${quote(text)} holds a variable: policies have none`,
      'write what it stands for; * stands for any name, ** for any path',
    );
  }
  if (/["\u0000-\u001f\u007f]/.test(text))
    return wrong(`the path ${quote(text)} holds a character that no profile takes`);
  // In quotes the parsers read it together with the quote behind it, and go on to the next quote of the profile.
  if (text.endsWith('\\')) return wrong(`the path ${quote(text)} ends with a backslash, which no profile takes`);
  if (/\/\.{1,2}(?:\/|$)/.test(text))
    return wrong(
      `the path ${quote(text)} holds "." or "..", which the kernel never sees`,
      'write the path that it leads to',
    );
  if (text.includes('//')) return wrong(`the path ${quote(text)} holds "//"`, 'write one slash');
  if (!text.startsWith('/')) return undefined;
  const glob = parseGlob(text);
  return isGlob(glob)
    ? undefined
    : wrong(`the pattern ${quote(text)} cannot be read: ${GLOB_FAULTS[glob.fault] ?? glob.fault}`);
}

const GLOB_FAULTS: Readonly<Record<string, string>> = {
  'unopened-class': '"]" without "["',
  'unopened-group': '"}" without "{"',
  'one-item': 'braces around one thing only: {a,b} stands for a or b',
  depth: 'too many braces in each other',
  unclosed: '"{" or "[" is not closed',
  'trailing-escape': 'a backslash stands at the end',
  class: 'what stands between "[" and "]" is no set of characters',
};

function programFault(text: string): TextFault | undefined {
  const folder = text.startsWith('/') && text.endsWith('/');
  if (!folder) return pathFault(text);
  return {
    code: 'pathWrong',
    message: `${quote(text)} is a folder, and no program`,
    hint: `for all programs in it: ${quote(`${text}*`)}`,
  };
}

/** What is wrong with the program of a command. It is no pattern: what would be one stands for itself. */
export function commandFault(program: string): TextFault | undefined {
  const wrong = (message: string, hint?: string): TextFault => ({ code: 'pathWrong', message, hint });
  const name = `the program ${quote(program)} of a command`;
  if (program.startsWith('/')) return faultOf('program', literal(program), 'commands');
  if (program.includes('/')) {
    return wrong(`${name} does not begin with "/"`, 'the working folder is not known here: write its whole path');
  }
  if (/\s/.test(program)) {
    return wrong(`${name} holds a blank`, 'the program and each of its arguments are items of their own: [sleep, "5"]');
  }
  return /^[\w.+@=:%,[\]-]+$/.test(program) ? undefined : wrong(`${name} is no name of a program`);
}

function portFault(text: string): TextFault | undefined {
  const [, number, protocol] = /^(\d+)(?:\/(\w+))?$/.exec(text) ?? [];
  if (number === undefined)
    return { code: 'portWrong', message: `${quote(text)} is no port`, hint: 'a number, such as 8080 or 53/udp' };
  if (Number(number) < 1 || Number(number) > 65_535) {
    return { code: 'portWrong', message: `the port ${number} does not exist: they go from 1 to 65535` };
  }
  if (protocol === undefined || protocol === 'tcp' || protocol === 'udp') return undefined;
  return {
    code: 'portWrong',
    message: `${quote(protocol)} is no protocol with ports`,
    hint: nearestHint(protocol, ['tcp', 'udp']) ?? 'tcp or udp',
  };
}

function capabilityFault(text: string): TextFault | undefined {
  const name = plainCapability(text);
  if (CAPABILITIES.some((known) => known === name)) return undefined;
  const begun = CAPABILITIES.find((known) => name !== '' && known.startsWith(name));
  const near = nearestHint(name, begun === undefined ? CAPABILITIES : [begun]);
  const hint = near ?? (begun === undefined ? 'man 7 capabilities lists them' : `did you mean "${begun}"?`);
  return { code: 'capabilityUnknown', message: `${quote(text)} is no capability`, hint };
}

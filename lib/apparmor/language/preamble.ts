import { unescapeName } from './escapes';
import type { Scanner } from './scanner';
import type { Variables } from './variables';

const INCLUDE = /#?include(?:[ \t]+if[ \t]+exists)?[ \t]*(?:<[^>\n]{0,4096}>|"[^"\n]*"|[^ \t\r\n",]*)/y;
const ABI = /abi(?=[ \t\r\n<"])/y;
const DIRECTIVE = /(?:abi|alias|rewrite)(?=[ \t\r\n<"])/y;
const REST_OF_DIRECTIVE =
  /(?:<[^>\n]{0,4096}>|"(?:\\"|[^"])*"|[^,{}"\n]|,(?=[^ \t\r\n"!,])|\n(?=[ \t]*(?:->|[/<"])))*,?/y;
const ASSIGNED = /@(?:\{([A-Za-z]\w*)\}|([A-Za-z]\w*))[ \t]*(?:\+|\?|:)?=/y;
const SWITCH = /\$(?:\{[A-Za-z]\w*\}|[A-Za-z]\w*)[ \t]*[+?:]?=[^\n]*/y;
const CONTINUED = /(?:[ \t\r]|\\\n)+/y;

/** Takes an include; what it names is not read. */
export function takeInclude(scanner: Scanner): boolean {
  return (scanner.next === '#' || scanner.sees(/include[ \t]/y)) && scanner.take(INCLUDE) !== undefined;
}

/** The statements that may stand before the first profile, and the variables they set. */
export class Preamble {
  private readonly sets = new Map<string, string[]>();
  private named = false;

  /** Whether the text says for which features of the kernel it is written. */
  public get abi(): boolean {
    return this.named;
  }

  public get variables(): Variables {
    return this.sets;
  }

  /** Takes one statement: variable, boolean, abi or alias. False when none begins here. */
  public take(scanner: Scanner): boolean {
    if (scanner.take(SWITCH)) {
      return true;
    }
    this.named ||= scanner.sees(ABI);
    if (scanner.take(DIRECTIVE)) {
      return scanner.take(REST_OF_DIRECTIVE) !== undefined;
    }
    const assigned = scanner.take(ASSIGNED);
    if (!assigned) {
      return false;
    }
    this.assign(assigned.raw, takeValues(scanner));
    return true;
  }

  private assign(head: string, values: readonly string[]): void {
    const name = /[A-Za-z]\w*/.exec(head)?.[0] ?? '';
    const before = this.sets.get(name);
    if (head.endsWith('+=')) {
      this.sets.set(name, [...(before ?? []), ...values]);
    } else if (!head.endsWith('?=') || before === undefined) {
      this.sets.set(name, [...values]);
    }
  }
}

/** Values of a variable go to the end of the line; a backslash before the newline carries on. */
function takeValues(scanner: Scanner): readonly string[] {
  const values: string[] = [];
  scanner.take(CONTINUED);
  while (!scanner.ended && scanner.next !== '\n') {
    const value = scanner.takeName();
    if (value) {
      values.push(unescapeName(value.raw));
    } else {
      scanner.at += 1;
    }
    scanner.take(CONTINUED);
  }
  return values;
}

import type { Diagnostic, Place, Severity } from '../../diagnostics/diagnostic';
import { Lines } from '../../yaml/lines';
import type { YamlNode } from '../../yaml/node';

/** Codes of what can be wrong with a container policy. They never change their meaning. */
export const CODES = {
  noYaml: 'POLICY1001',
  noPolicy: 'POLICY1002',
  keyUnknown: 'POLICY1003',
  keyMissing: 'POLICY1004',
  valueWrong: 'POLICY1005',
  wordUnknown: 'POLICY1006',
  pathWrong: 'POLICY1007',
  portWrong: 'POLICY1008',
  capabilityUnknown: 'POLICY1009',
  keyTwice: 'POLICY1010',
  nameTwice: 'POLICY1011',
  shellListed: 'POLICY1012',
  programStops: 'POLICY1013',
  exceptionInRest: 'POLICY1014',
  commandStops: 'POLICY1015',
  unreadable: 'POLICY1017',
  notChosen: 'POLICY1018',
  report: 'POLICY1019',
  writableStops: 'POLICY1020',
  folderMeant: 'POLICY1021',
} as const;

export type Code = keyof typeof CODES;

/** A hint, and how bad it is when it is no error. */
export interface ProblemOptions {
  readonly hint?: string | undefined;
  readonly severity?: Severity;
}

/** Where a value stands: the node, and the keys that lead to it. */
export interface At {
  readonly node: Pick<YamlNode, 'start' | 'end'>;
  readonly key: string;
}

/** Collects what is wrong with policies, in a text or in the props of a construct. */
export class Problems {
  private readonly found: Diagnostic[] = [];

  private constructor(
    private readonly placeOf: (at: At) => Place,
    private readonly parent?: Problems,
  ) {}

  /** Of a text: places are its lines and columns. */
  public static ofText(text: string, file: string | undefined): Problems {
    const lines = new Lines(text);
    return new Problems(({ node, key }) => ({
      ...(file !== undefined && { file }),
      ...lines.place(node.start, node.end),
      ...(key !== '' && { key }),
    }));
  }

  /** Of props: the place is the construct. Keys begin below `spec`. */
  public static ofProps(path: string): Problems {
    return new Problems(({ key }) => {
      const own = key.replace(/^spec\./, '');
      return { path, ...(own !== '' && { key: own }) };
    });
  }

  /** Problems of a part: they are told here too, and can be asked for by themselves. */
  public fork(): Problems {
    return new Problems(this.placeOf, this);
  }

  public get diagnostics(): readonly Diagnostic[] {
    return this.found;
  }

  public get hasErrors(): boolean {
    return this.found.some(({ severity }) => severity === 'error');
  }

  public report(code: Code, at: At, message: string, options: ProblemOptions = {}): void {
    const { hint, severity = 'error' } = options;
    this.parent?.report(code, at, message, options);
    const place = this.placeOf(at);
    // A container that takes a property over from its policy takes its faults over too: they are told once.
    const told = this.found.some(
      (each) => each.message === message && JSON.stringify(each.place) === JSON.stringify(place),
    );
    if (told) return;
    this.found.push({ code: CODES[code], severity, message, ...(hint !== undefined && { hint }), place });
  }
}

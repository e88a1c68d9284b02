import { basename } from 'node:path';
import { Construct } from 'constructs';
import { checkObject, mustBeString, mustMatch, required, type Shape } from '../diagnostics/check';
import { DiagnosticCollector } from '../diagnostics/collector';
import type { Diagnostic } from '../diagnostics/diagnostic';
import { DiagnosticError } from '../diagnostics/diagnostic-error';
import { hasErrors } from '../diagnostics/place';
import { both, mustBeData } from '../helm/sound-props';
import { readTextFile } from '../helm/text-file';
import { carryProblems } from './carry';
import { checkRules } from './language/check-rules';

/** Where the text of the rules is. */
export interface FalcoRulesProps {
  /** One file of rules, as Falco reads it. */
  readonly text: string;
  /** Name of the file that the text came from, for messages. @default - none */
  readonly file?: string;
  /**
   * Name that the file gets below `/etc/falco/rules.d`, ending in `.yaml`. Falco reads the files there in the order of their
   * names, after its own rules: a file that changes what another one defines must come after it.
   * @default - the name of `file`, else the id with `.yaml` behind it
   */
  readonly fileName?: string;
}

/** A file of Falco rules. Its structure is checked now: an error names file, line and column. */
export class FalcoRules extends Construct {
  /** Rules in a file. @throws DiagnosticError when the file cannot be read, or Falco would refuse its structure. */
  public static fromFile(scope: Construct, id: string, file: string): FalcoRules {
    return new FalcoRules(scope, id, {
      text: readTextFile(file, [scope.node.path, id].filter(Boolean).join('/'), FILE),
      file,
    });
  }

  /** Rules given as text. @throws DiagnosticError when Falco would refuse its structure. */
  public static fromText(scope: Construct, id: string, text: string): FalcoRules {
    return new FalcoRules(scope, id, { text });
  }

  /** Name of the file on the node, below `/etc/falco/rules.d`. */
  public readonly fileName: string;
  /** The text. */
  public readonly text: string;
  /** Names of the rules that the text defines or changes. */
  public readonly ruleNames: string[];
  /** What is doubtful about the text, such as a key that Falco passes over. Nothing of it stops synth. */
  public readonly warnings: Diagnostic[];

  /** @throws DiagnosticError when the props are wrong, or Falco would refuse the structure of the text. */
  public constructor(scope: Construct, id: string, props: FalcoRulesProps) {
    super(scope, id);
    const wrong = new DiagnosticCollector();
    checkObject(props, RULES_PROPS, { path: this.node.path }, BAD_PROPS, wrong.report);
    wrong.throwIfErrors();
    const { text, file } = props;
    const fileName = props.fileName ?? (file === undefined ? `${id}.yaml` : basename(file));
    const { rules, diagnostics } = checkRules(text, file);
    const problems: Diagnostic[] = [
      ...diagnostics,
      ...carryProblems(text, file),
      ...(FILE_NAME.test(fileName) ? [] : [badFileName(fileName)]),
    ].map((problem) => ({ ...problem, place: { ...problem.place, path: this.node.path } }));
    if (hasErrors(problems)) throw new DiagnosticError(problems, { texts: new Map([[file ?? '', text]]) });
    this.warnings = problems;
    this.ruleNames = rules.map(({ name }) => name);
    this.fileName = fileName;
    this.text = text;
  }
}

/** A prop of a wrong type, one that is missing, one that nobody knows: as the chart generator has it. */
const BAD_PROPS = 'HELM1050';

/** A key of a ConfigMap that YAML takes for a text when no quotes stand around it, as in Falco's chart. */
const FILE_NAME = /^(?=.{1,253}$)[A-Za-z0-9][-._A-Za-z0-9]*\.ya?ml$/;
const FILE_NOUN = 'a name of letters, digits, "-", "_" and "." that ends in .yaml';

const RULES_PROPS: Shape = {
  text: required(both(mustBeString, mustBeData)),
  file: mustBeString,
  fileName: mustMatch(FILE_NAME, FILE_NOUN),
};

function badFileName(fileName: string): Diagnostic {
  const message = `the file cannot be named ${JSON.stringify(fileName)} on the node: it must be ${FILE_NOUN}`;
  return { code: 'FALCO1020', severity: 'error', message, hint: 'give "fileName"' };
}

const FILE = { code: 'FALCO1021', noun: 'the rules' } as const;

import type { IfRule } from '../model/conditions';
import type { Abi, Alias, Assignment, Include, Item, PolicyFile, Profile } from '../model/policy';
import type { Block, Rule, Trivia } from '../model/rules';
import { printExpression, printGroup } from './conditions';
import { type PlainRule, printPlainRule, printPrefix } from './rules';
import { behind, fill, INDENT, join, printWord } from './words';

/**
 * A policy file as text: two blanks a level, one rule a line, comments kept, single empty lines kept. Reading the text gives
 * the same policy, and printing that gives the same text. Includes are printed as their line, not what they hold.
 */
export function printPolicy(file: PolicyFile): string {
  const { text } = new Lines().items(file.items, '', file.below);
  return text;
}

/** A rule with what it holds and the comments around it, without a newline at the end. */
export function printRule(rule: Rule | Item, depth = 0): string {
  return new Lines().items([rule], INDENT.repeat(depth)).text.replace(/\n$/, '');
}

/** `#include` where it was written so, because the text belongs to its author. */
function printInclude({ hash, ifExists, magic, path }: Include): string {
  return `${hash ? '#' : ''}include ${ifExists ? 'if exists ' : ''}${printPath(path.raw, magic)}`;
}

const printAbi = ({ path, magic }: Abi): string => `abi ${printPath(path.raw, magic)},`;

/** A path with the brackets or quotes that say where it is looked up. */
function printPath(raw: string, magic: boolean): string {
  if (/^[<"]/.test(raw) && !(magic && raw.startsWith('"'))) return raw;
  return magic ? `<${raw}>` : `"${raw}"`;
}

/** Values end with their line, unless a backslash carries them on. */
function printAssignment({ variable, operator, values, expression }: Assignment): string {
  const head = `${variable.raw} ${operator} `;
  if (expression) return head + printExpression(expression);
  return fill(values.map(printWord), '', head, INDENT).replaceAll('\n', ' \\\n');
}

const printAlias = ({ from, to }: Alias): string => behind(join(['alias', printWord(from), '->', printWord(to)]), ',');

function printHead({ keyword, name, attachment, xattrs, flags, flagsKeyword }: Profile): string {
  const named = keyword === '^' ? `^${printWord(name)}` : join([...(keyword ? [keyword] : []), printWord(name)]);
  return join([
    named,
    ...(attachment ? [printWord(attachment)] : []),
    ...(xattrs ? [printGroup(xattrs.name, xattrs.conditions, ' ')] : []),
    ...(flags.length > 0 ? [`${flagsKeyword ? 'flags=' : ''}(${flags.map(({ raw }) => raw).join(', ')})`] : []),
  ]);
}

/** The text as far as it is written. */
class Lines {
  private readonly done: string[] = [];
  /** An empty line is written only when something follows, and never below an opening brace. */
  private gap = false;
  private opened = true;

  public get text(): string {
    return this.done.map((line) => `${line}\n`).join('');
  }

  public items(items: readonly (Rule | Item)[], indent: string, below: readonly string[] = []): this {
    for (const item of items) this.item(item, indent);
    this.trivia(below, indent);
    return this;
  }

  private item(item: Rule | Item, indent: string): void {
    this.trivia(item.above ?? [], indent);
    switch (item.kind) {
      case 'profile':
        return this.block(printHead(item), item, item, indent);
      case 'block':
        return this.block(join(printPrefix((item as Block).prefix)), item, item, indent);
      case 'if':
        return this.branches(item, indent);
      default:
        return this.write(indent + printLine(item, indent), item.behind);
    }
  }

  private block(
    head: string,
    { rules, below }: { readonly rules: readonly Rule[]; readonly below?: readonly string[] },
    trivia: Trivia,
    indent: string,
  ): void {
    this.open(indent + join([...(head === '' ? [] : [head]), '{']), trivia.behind);
    this.items(rules, indent + INDENT, below);
    this.close(`${indent}}`);
  }

  private branches({ branches }: IfRule, indent: string): void {
    for (const [index, { when, rules, behind: comment, below }] of branches.entries()) {
      const condition = when ? ['if', printExpression(when)] : [];
      const words = index === 0 ? condition : ['}', 'else', ...condition];
      if (index > 0) this.gap = false;
      this.open(indent + join([...words, '{']), comment);
      this.items(rules, indent + INDENT, below);
    }
    this.close(`${indent}}`);
  }

  private trivia(lines: readonly string[], indent: string): void {
    for (const line of lines) {
      if (line.trim() === '') this.gap = true;
      else this.write(indent + line.trim());
    }
  }

  private write(line: string, comment?: string): void {
    if (this.gap && !this.opened) this.done.push('');
    this.gap = false;
    this.opened = false;
    this.done.push(comment === undefined ? line : `${line} ${comment.trim()}`);
  }

  private open(line: string, comment: string | undefined): void {
    this.write(line, comment);
    this.opened = true;
  }

  private close(line: string): void {
    this.gap = false;
    this.write(line);
  }
}

function printLine(item: Include | Abi | Assignment | Alias | PlainRule, indent: string): string {
  switch (item.kind) {
    case 'include':
      return printInclude(item);
    case 'abi':
      return printAbi(item);
    case 'assignment':
      return printAssignment(item);
    case 'alias':
      return printAlias(item);
    default:
      return printPlainRule(item, indent);
  }
}

import type { IncludeMark, Lead } from '../lexer/tokens';
import type { Include, Item } from '../model/policy';
import type { Rule } from '../model/rules';
import type { Source } from '../model/source';

export type Node = Item | Rule;

/** An include, and the text that it stands in. */
export interface IncludeAt {
  readonly mark: IncludeMark;
  readonly source: Source;
}

const ITEMS: readonly Node['kind'][] = ['include', 'abi', 'assignment', 'alias', 'profile'];
/** What has a comment of its own behind its brace: one behind its end goes to what comes next. */
const BRACED: readonly Node['kind'][] = ['profile', 'block', 'if'];

const isRule = (node: Node): node is Rule => node.kind !== 'assignment' && node.kind !== 'alias';

const isItem = (node: Node): node is Item => ITEMS.includes(node.kind);

/** Rules or declarations in their order, each with the comments around it. */
export class NodeList {
  /** The comment behind the brace that opens the list. */
  public behindBrace: string | undefined;
  /** Comments and empty lines behind the last one. */
  public below: readonly string[] = [];
  /** The list is another one each time its text is read. */
  public spoiled = false;
  private readonly nodes: Node[] = [];
  private readonly marks: (IncludeAt | undefined)[] = [];

  /** @param braced the list stands in braces */
  public constructor(private readonly braced: boolean) {}

  public get all(): readonly Node[] {
    return this.nodes;
  }

  /** What was read where declarations stand. */
  public get items(): readonly Item[] {
    return this.nodes.filter(isItem);
  }

  /** What was read where rules stand. */
  public get rules(): readonly Rule[] {
    return this.nodes.filter(isRule);
  }

  /**
   * @param lead what stands before it
   * @param inner comments from inside of it
   */
  public add(node: Node, lead: Lead | undefined, inner: readonly string[]): void {
    const above = [...this.comments(lead), ...inner];
    this.nodes.push(above.length === 0 ? node : { ...node, above });
  }

  public addInclude(node: Include, include: IncludeAt): void {
    this.add(node, include.mark.lead, []);
    this.marks[this.nodes.length - 1] = include;
  }

  /** Where the includes among them stand. */
  public get includes(): ReadonlyMap<Node, IncludeAt> {
    return new Map(
      this.nodes.flatMap((node, index) => {
        const mark = this.marks[index];
        return mark === undefined ? [] : [[node, mark] as const];
      }),
    );
  }

  public spoil(): void {
    this.spoiled = true;
  }

  /** What stands before the end of the list. */
  public end(lead: Lead | undefined): void {
    this.below = this.comments(lead);
  }

  private comments(lead: Lead | undefined): readonly string[] {
    if (lead?.behind === undefined) return lead?.above ?? [];
    const last = this.nodes[this.nodes.length - 1];
    if (last !== undefined && !BRACED.includes(last.kind)) {
      this.nodes[this.nodes.length - 1] = { ...last, behind: lead.behind };
    } else if (last === undefined && this.braced) {
      this.behindBrace = lead.behind;
    } else {
      return [lead.behind, ...lead.above];
    }
    return lead.above;
  }
}

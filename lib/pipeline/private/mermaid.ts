import { Token } from 'aws-cdk-lib/core';

interface DrawnStep {
  readonly Name: string;
  readonly Type: string;
  readonly DisplayName?: unknown;
  readonly DependsOn?: readonly string[];
  readonly Arguments: Record<string, unknown>;
}

/** A picture of rendered steps in Mermaid's language: a node for each in their order, arrows for what waits for what, both branches of conditions. */
export function mermaidOf(steps: readonly DrawnStep[]): string {
  const drawing = new Drawing();
  drawing.name(steps);
  drawing.draw(steps);
  return drawing.text();
}

class Drawing {
  private readonly ids = new Map<string, string>();
  private readonly nodes: string[] = [];
  private readonly arrows: string[] = [];

  /** Steps are told by short ids, because names may be words of the language, such as `end`. */
  public name(steps: readonly DrawnStep[]): void {
    for (const step of steps) {
      this.ids.set(step.Name, `s${this.ids.size + 1}`);
      branches(step).forEach(({ inside }) => this.name(inside));
    }
  }

  /** Gives the steps that wait for no other among these: a branch begins with them. */
  public draw(steps: readonly DrawnStep[]): string[] {
    const here = new Set(steps.map(({ Name }) => Name));
    return steps.filter((step) => {
      const waitsFor = [...usedSteps(step)];
      this.nodes.push(`  ${this.id(step.Name)}${shape(step)}`);
      this.arrows.push(...waitsFor.map((name) => `  ${this.id(name)} --> ${this.id(step.Name)}`));
      branches(step).forEach(({ word, inside }) => this.drawBranch(step, word, inside));
      return !waitsFor.some((name) => here.has(name));
    }).map(({ Name }) => Name);
  }

  public text(): string {
    return ['flowchart TD', ...this.nodes, ...this.arrows].join('\n');
  }

  private drawBranch(step: DrawnStep, word: string, inside: readonly DrawnStep[]): void {
    const id = this.id(step.Name);
    const first = this.draw(inside).map((name) => this.id(name));
    if (first.length === 0) {
      this.nodes.push(`  ${id}${word}(["nothing"])`);
    }
    this.arrows.push(...(first.length === 0 ? [`${id}${word}`] : first).map((next) => `  ${id} -- ${word} --> ${next}`));
  }

  private id(name: string): string {
    return this.ids.get(name)!;
  }
}

function branches({ Type, Arguments }: DrawnStep): { word: string; inside: readonly DrawnStep[] }[] {
  return Type !== 'Condition' ? [] : [
    { word: 'yes', inside: (Arguments.IfSteps ?? []) as DrawnStep[] },
    { word: 'no', inside: (Arguments.ElseSteps ?? []) as DrawnStep[] },
  ];
}

function shape({ Name, Type, DisplayName }: DrawnStep): string {
  const label = `"${escaped(typeof DisplayName === 'string' && !Token.isUnresolved(DisplayName) ? DisplayName : Name)}<br/>${escaped(Type)}"`;
  switch (Type) {
    case 'Condition': return `{${label}}`;
    case 'Fail': return `([${label}])`;
    default: return `[${label}]`;
  }
}

/** Mermaid knows characters by their numbers; a few would end a label, or be read as markup. */
function escaped(text: string): string {
  return text.replace(/["#&<>`\\\r\n]/g, (character) => `#${character.charCodeAt(0)};`);
}

/** The steps whose outputs a step uses itself, or that it waits for. */
function usedSteps(step: DrawnStep): Set<string> {
  const used = new Set(step.DependsOn ?? []);
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || Token.isUnresolved(value)) {
      return;
    }
    const { Get } = value as { Get?: unknown };
    const name = typeof Get === 'string' ? /^Steps\.([A-Za-z0-9_-]+)\./.exec(Get)?.[1] : undefined;
    if (name !== undefined) {
      used.add(name);
    }
    Object.values(value).forEach(walk);
  };
  const { IfSteps: _if, ElseSteps: _else, ...own } = step.Arguments;
  walk(step.Type === 'Condition' ? own : step);
  return used;
}

import { Token } from 'aws-cdk-lib/core';
import type { _StepJson } from '../step';
import { dependenciesOf, triggersOf, type Use } from './uses';

/** A step in a picture. */
export interface DrawnStep {
  readonly step: _StepJson;
  /** What it uses itself. */
  readonly uses: readonly Use[];
  /** The steps inside of it, and the word that leads to them. */
  readonly branches: readonly { readonly word: string; readonly steps: readonly DrawnStep[] }[];
}

/**
 * A picture of steps in Mermaid's language.
 *
 * A node for each in their order, arrows for what waits for what, both branches of conditions, and what runs for each item.
 */
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
    for (const { step, branches } of steps) {
      this.ids.set(step.Name, `s${this.ids.size + 1}`);
      branches.forEach((branch) => this.name(branch.steps));
    }
  }

  /** Gives the steps that wait for no other among these: a branch begins with them. */
  public draw(steps: readonly DrawnStep[]): string[] {
    const here = new Set(steps.map(({ step }) => step.Name));
    return steps.filter((each) => {
      const { step, branches } = each;
      const waitsFor = [...usedSteps(each)];
      this.nodes.push(`  ${this.id(step.Name)}${shape(step)}`);
      const triggers = triggersOf(step);
      this.arrows.push(...waitsFor.map((name) => `  ${this.id(name)} ${arrow(triggers.get(name))} ${this.id(step.Name)}`));
      branches.forEach((branch) => this.drawBranch(step, branch.word, branch.steps));
      return !waitsFor.some((name) => here.has(name));
    }).map(({ step }) => step.Name);
  }

  public text(): string {
    return ['flowchart TD', ...this.nodes, ...this.arrows].join('\n');
  }

  private drawBranch(step: _StepJson, word: string, inside: readonly DrawnStep[]): void {
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

/** Success is what is waited for mostly, and needs no word. */
function arrow(trigger: string | undefined): string {
  return trigger === undefined ? '-->' : `-. ${trigger.toLowerCase()} .->`;
}

function shape({ Name, Type, DisplayName }: _StepJson): string {
  const label = `"${escaped(typeof DisplayName === 'string' && !Token.isUnresolved(DisplayName) ? DisplayName : Name)}<br/>${escaped(Type)}"`;
  switch (Type) {
    case 'Condition': return `{${label}}`;
    case 'ForEach': return `[[${label}]]`;
    case 'Fail': return `([${label}])`;
    default: return `[${label}]`;
  }
}

/** Mermaid knows characters by their numbers; a few would end a label, or be read as markup. */
function escaped(text: string): string {
  return text.replace(/["#&<>`\\\r\n]/g, (character) => `#${character.charCodeAt(0)};`);
}

/** The steps whose outputs a step uses itself, or that it waits for. */
function usedSteps({ step, uses }: DrawnStep): Set<string> {
  return new Set([...dependenciesOf(step), ...uses.flatMap(({ step: used }) => used ?? [])]);
}

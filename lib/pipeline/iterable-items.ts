import { Token } from 'aws-cdk-lib/core';
import { invalid, Mistakes } from '../core/internal/errors';
import { Limit } from '../core/internal/limits';
import { Parameter } from './parameters';
import { jsonText } from './private/json-text';
import { checkLiterals } from './private/literals';
import { withTokens } from './private/with-tokens';
import { PipelineValue } from './value';

const ITEMS = Limit.between('IterableItems', 1, 100);

/** What a {@link ForEachStep} runs its steps for. */
export class IterableItems {
  /**
   * Items that are known by now, 1 to 100: texts, numbers, truth values, values of the pipeline, and maps of these.
   *
   * A map becomes JSON, whose members `CurrentItem.member(...)` finds.
   */
  public static of(...items: unknown[]): IterableItems {
    new Mistakes().add(ITEMS.mistakeInCount('IterableItems.of', items)).throwIfAny();
    checkLiterals('IterableItems.of', items.filter((item) => !isMap(item)));
    return new IterableItems(items.map((item) => (isMap(item) ? jsonText(withTokens(item)) : item)), items.length);
  }

  /**
   * Items that are known in a run: a text that is a list in JSON, such as `["a", "b"]`, from a parameter or a step's output.
   *
   * Fails for a parameter with a default that is no such list, or without items.
   */
  public static fromJson(list: PipelineValue): IterableItems {
    const kind = list._kind();
    if (kind !== undefined && kind !== 'text') {
      throw invalid(undefined, {
        code: 'IterableItemsKind', property: 'IterableItems.fromJson', problem: `must be a text that is a list in JSON, and is a ${kind}`, value: list._describe(),
        fix: 'Use a text parameter, or an output of type OutputType.STRING.',
      });
    }
    if (list instanceof Parameter) {
      checkDefault(list);
    }
    return new IterableItems(list, undefined);
  }

  private constructor(
    private readonly rendered: unknown,
    /**
     * How many there are, where that is known by now.
     *
     * @internal
     */
    public readonly _count: number | undefined,
  ) {}

  /** @internal */
  public _render(): unknown {
    return this.rendered;
  }
}

function isMap(item: unknown): item is Record<string, unknown> {
  return typeof item === 'object' && item !== null && !Array.isArray(item) && !(item instanceof PipelineValue);
}

function checkDefault(parameter: Parameter): void {
  const { DefaultValue: value } = parameter._declaration();
  if (typeof value !== 'string' || Token.isUnresolved(value)) {
    return;
  }
  const list = parsed(value);
  new Mistakes().when(!Array.isArray(list) || list.length === 0, {
    code: 'IterableItemsDefault', property: `parameter '${parameter.parameterName}'`, problem: "its 'defaultValue' must be a list in JSON with items", value,
    fix: 'Write it as JSON.stringify([\'a\', \'b\']).',
  }).throwIfAny();
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

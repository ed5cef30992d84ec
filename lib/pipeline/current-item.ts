import { checkJsonPath } from './private/json-path';
import { PipelineValue, type _Rendered } from './value';

/**
 * The item that a step inside of a {@link ForEachStep} runs for.
 *
 * It has a meaning in the body of such a step alone; elsewhere it is refused at synthesis.
 */
export class CurrentItem extends PipelineValue {
  /** The item itself. */
  public static readonly WHOLE = new CurrentItem();

  /** A part of an item that is a JSON object, by its path: `depth`, `range.from`, `names[0]`, `['max depth']`. A run fails when the item has nothing there. */
  public static member(path: string): CurrentItem {
    checkJsonPath(path, { code: 'CurrentItemPath', property: 'CurrentItem.member', of: 'a member', mayBeginWithKey: true });
    return new CurrentItem(path);
  }

  private constructor(private readonly path?: string) {
    super();
  }

  /** @internal */
  public _render(): _Rendered {
    return { Get: `ForEach.CurrentItem${this.path === undefined ? '' : this.path.startsWith('[') ? this.path : `.${this.path}`}` };
  }

  /** @internal */
  public override _isText(): boolean {
    return false;
  }

  /** @internal */
  public _describe(): string {
    return this.path === undefined ? 'the current item' : `'${this.path}' of the current item`;
  }
}

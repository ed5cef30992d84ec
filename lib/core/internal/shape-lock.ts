import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { IConstruct } from 'constructs';
import { invalid } from './errors';
import type { Shape } from './stateful-resources';

const VERSION = 1;

/** Shapes by stack and logical id. */
export type Shapes = ReadonlyMap<string, ReadonlyMap<string, Shape>>;

interface Written {
  readonly version: number;
  readonly stacks: Record<string, Record<string, Shape>>;
}

/** The file that says which shapes are deployed; one that is not there yet says nothing. */
export class ShapeLock {
  private readonly path: string;

  constructor(private readonly scope: IConstruct, private readonly name: string) {
    this.path = resolve(name);
  }

  public read(): Shapes {
    const { stacks }: Pick<Written, 'stacks'> = existsSync(this.path) ? this.parsed() : { stacks: {} };
    return new Map(Object.entries(stacks).map(([stack, shapes]) => [stack, new Map(Object.entries(shapes))]));
  }

  /** Writes shapes in the order of their names, so that the file differs only where shapes do. */
  public write(shapes: Shapes): void {
    const stacks = inOrder(shapes).filter(([, each]) => each.size > 0).map(([stack, each]) => [stack, Object.fromEntries(inOrder(each))] as const);
    writeFileSync(this.path, `${JSON.stringify({ version: VERSION, stacks: Object.fromEntries(stacks) }, undefined, 2)}\n`);
  }

  private parsed(): Written {
    const text = readFileSync(this.path, 'utf8');
    const written = asJson(text) as Partial<Written> | undefined;
    if (written?.version !== VERSION || typeof written.stacks !== 'object') {
      throw invalid(this.scope, {
        code: 'LockFileBroken',
        property: 'lockFile',
        problem: 'is no file that this version of the guard has written',
        value: this.name,
        fix: 'Restore it from version control; where there is none, delete it and record the shapes again.',
      });
    }
    return written as Written;
  }
}

function inOrder<T>(map: ReadonlyMap<string, T>): [string, T][] {
  return [...map].sort(([left], [right]) => (left < right ? -1 : 1));
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

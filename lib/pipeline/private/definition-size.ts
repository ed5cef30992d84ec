import type { Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { ConfigurationError, Mistakes } from '../../core/internal/errors';
import { Limit } from '../../core/internal/limits';
import type { Definition } from './definition';

const SIZE = Limit.of('CreatePipelineRequest.PipelineDefinition');
/** What CloudFormation takes for a template. */
const TEMPLATE_SIZE = 1_000_000;
/** A reference of the template may be as many times longer than what it counts for roughly. */
const MOST_BY_WHICH_ROUGH_IS_LESS = 6;
/** CloudFormation sends values before and after a change to a function in one event of 256 KB; an ARN may have 250 characters and more. */
const MOST_VALUES = 400;

/** Definitions in the template of a stack, which share its room. */
export class DefinitionsInTemplate {
  private static readonly known = new WeakMap<Stack, DefinitionsInTemplate>();

  /** Those of a stack. */
  public static of(stack: Stack): DefinitionsInTemplate {
    const definitions = this.known.get(stack) ?? new DefinitionsInTemplate();
    this.known.set(stack, definitions);
    return definitions;
  }

  private readonly all = new Set<Definition>();
  private readonly measured = new WeakMap<Definition, { readonly text: unknown; readonly size: number }>();

  public add(definition: Definition): void {
    this.all.add(definition);
  }

  public delete(definition: Definition): void {
    this.all.delete(definition);
  }

  /** Whether it is worth writing out the definitions to know their size. */
  public mayFillIt(): boolean {
    const roughly = [...this.all].reduce((sum, definition) => sum + definition.roughSize, 0);
    return roughly * MOST_BY_WHICH_ROUGH_IS_LESS > TEMPLATE_SIZE;
  }

  /** Characters of one in the template. */
  public sizeOf(definition: Definition): number {
    const text = definition.resolvedText();
    const known = this.measured.get(definition);
    const size = known?.text === text ? known!.size : JSON.stringify(text).length;
    this.measured.set(definition, { text, size });
    return size;
  }

  /** Characters of all; one that cannot be rendered says so itself. */
  public sizeOfAll(): number {
    return [...this.all].reduce((sum, definition) => sum + this.sizeIfValid(definition), 0);
  }

  private sizeIfValid(definition: Definition): number {
    try {
      return this.sizeOf(definition);
    } catch (error) {
      if (error instanceof ConfigurationError) {
        return 0;
      }
      throw error;
    }
  }
}

/** Refuses a definition that is too long for the service, for the template, or for the function that fills it in. */
export function checkSize(pipeline: Construct, definition: Definition, inTemplate: DefinitionsInTemplate): void {
  const length = charactersIn(definition.resolvedText());
  const mistakes = new Mistakes(pipeline).when(length > SIZE.max!, {
    code: 'PipelineDefinitionSize', property: 'steps', problem: `the definition may have ${SIZE.max} characters`, value: length, fix: 'Split the pipeline.',
  });
  const uploaded = definition.uploaded();
  if (uploaded) {
    const { Values = [] } = uploaded;
    mistakes.when(Values.length > MOST_VALUES, {
      code: 'PipelineDefinitionValues', property: 'steps', problem: `a definition in S3 may take ${MOST_VALUES} different values from CloudFormation`, value: Values.length,
      fix: 'Write out some of them, or split the pipeline.',
    });
  } else if (inTemplate.mayFillIt()) {
    const all = inTemplate.sizeOfAll();
    mistakes.when(all > TEMPLATE_SIZE, {
      code: 'TemplateDefinitionsSize', property: 'definition', value: all,
      problem: `the pipelines of a stack may have definitions of ${TEMPLATE_SIZE} characters in its template, and this one adds ${inTemplate.sizeOf(definition)}`,
      fix: 'Put large ones into S3 with DefinitionPlace.inS3(), or split the stack.',
    });
  }
  mistakes.throwIfAny();
}

/** Characters of a text that are known here. */
function charactersIn(value: unknown): number {
  const parts = (value as { 'Fn::Join'?: [string, unknown[]] })['Fn::Join']?.[1] ?? [value];
  return parts.reduce((sum: number, part) => sum + (typeof part === 'string' ? part.length : 0), 0);
}

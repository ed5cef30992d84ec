import type * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { type BoundS3Source, S3Source } from '../../core';
import { invalid } from '../../core/internal/errors';
import { StepProperty } from '../step-value';
import type { PipelineValue } from '../value';
import { partsOf } from './render';

/** What differs from iteration to iteration, and can be told by the step that iterates: a property of a step. */
export function iterationValue(property: string, value: PipelineValue): StepProperty {
  if (!(value instanceof StepProperty)) {
    throw invalid(undefined, {
      code: 'IterationValueKind', property, problem: 'must be a property of a step in the body, as its outputs are', value: value._describe(),
      fix: "Let a function in the body read it, and use the function's output.",
    });
  }
  return value;
}

/** A place in S3 that a step of the body made in one iteration. */
export class IterationSource extends S3Source {
  constructor(private readonly property: string, private readonly source: S3Source, private readonly told: (value: StepProperty) => PipelineValue) {
    super();
  }

  public bind(scope: Construct, reader: iam.IGrantable): BoundS3Source {
    const { uri } = this.source.bind(scope, reader);
    const parts = partsOf(uri);
    if (!parts) {
      throw invalid(scope, {
        code: 'IterationSourceFixed', property: this.property, problem: 'the place is the same in all iterations', value: uri, fix: 'Use the place itself.',
      });
    }
    return { uri: parts.map((part) => (typeof part === 'string' ? part : this.told(iterationValue(this.property, part.value)).valueAsString)).join('') };
  }
}

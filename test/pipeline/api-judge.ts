import type { Pipeline } from '../../lib/pipeline';
import { ServiceModel } from '../../rehearsal/sagemaker/model/service-model';
import { validateDefinition } from '../../rehearsal/pipelines/validate-definition';
import { botocoreData } from '../rehearsal/sagemaker/model-folder';
import { allSteps, definitionOf } from './support';

const ARNS: [string, string][] = [
  ['Key', 'arn:aws:kms:eu-west-1:123456789012:key/1'],
  ['Group', 'arn:aws:sagemaker:eu-west-1:123456789012:model-package-group/income'],
  ['Registry', 'arn:aws:sagemaker:eu-west-1:123456789012:model-package-group/income'],
  ['Role', 'arn:aws:iam::123456789012:role/sagemaker-lifecycle/job'],
];
const model = ServiceModel.load(botocoreData(), 'sagemaker');

interface Call {
  readonly operation: string;
  readonly filledIn: Record<string, string>;
}

/** The call behind each type of step, and the name that the service fills in. */
const CALLS: Record<string, Call> = {
  Processing: { operation: 'CreateProcessingJob', filledIn: { ProcessingJobName: 'pipelines-abc-Step-xyz' } },
  Training: { operation: 'CreateTrainingJob', filledIn: { TrainingJobName: 'pipelines-abc-Step-xyz' } },
  QualityCheck: { operation: 'CreateProcessingJob', filledIn: { ProcessingJobName: 'pipelines-abc-Step-xyz' } },
  ClarifyCheck: { operation: 'CreateProcessingJob', filledIn: { ProcessingJobName: 'pipelines-abc-Step-xyz' } },
  RegisterModel: { operation: 'CreateModelPackage', filledIn: {} },
  Tuning: { operation: 'CreateHyperParameterTuningJob', filledIn: { HyperParameterTuningJobName: 'abc-Step-xyz' } },
  Transform: { operation: 'CreateTransformJob', filledIn: { TransformJobName: 'pipelines-abc-Step-xyz' } },
  Model: { operation: 'CreateModel', filledIn: { ModelName: 'pipelines-abc-Step-xyz' } },
  Job: { operation: 'CreateJob', filledIn: { JobName: 'pipelines-abc-Step-xyz' } },
  AutoML: { operation: 'CreateAutoMLJob', filledIn: { AutoMLJobName: 'abc-Step-xyz' } },
};

/** What the service would refuse of the requests that a pipeline makes. */
export function refused(pipeline: Pipeline): string[] {
  const definition = definitionOf(pipeline);
  const defaults = Object.fromEntries(definition.Parameters.map((each: any) => [each.Name, each.DefaultValue]));
  return allSteps(definition.Steps).filter(({ Type }) => CALLS[Type]).flatMap(({ Name, Type, Arguments }) => {
    const { operation, filledIn } = CALLS[Type];
    return model.validateInput(operation, { ...filledIn, ...(sample(Arguments, defaults) as object) }).map((problem) => `${Name}: ${problem}`);
  });
}

/** Values of the right shape in place of what is known later. */
export function sample(value: unknown, parameters: Record<string, unknown>): unknown {
  if (Array.isArray(value)) {
    return value.map((each) => sample(each, parameters));
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const [[name, operand] = [], ...others] = Object.entries(value);
  switch (others.length === 0 ? name : undefined) {
    case 'Get': return referred(operand, parameters);
    case 'Std:Join': return operand.Values.map((each: unknown) => sample(each, parameters)).join(operand.On);
    case 'Std:JsonGet': return 0.9;
    case 'Ref': return operand === 'AWS::Partition' ? 'aws' : 'some-bucket';
    case 'Fn::GetAtt': return ARNS.find(([part]) => operand[0].includes(part))![1];
    case 'Fn::Join': return operand[1].map((each: unknown) => sample(each, parameters)).join(operand[0]);
    case 'Fn::Sub': return operand.replace(/\$\{[^}]*\}/g, 'x');
    default: return Object.fromEntries(Object.entries(value).map(([member, each]) => [member, sample(each, parameters)]));
  }
}

function referred(path: string, parameters: Record<string, unknown>): unknown {
  if (path.startsWith('Parameters.')) {
    return parameters[path.slice('Parameters.'.length)];
  }
  return /(S3Uri|S3OutputPath|S3ModelArtifacts|ModelDataUrl|'modelDataUrl'\])$/.test(path) ? 's3://some-bucket/some/key' : 'value';
}

/** What is wrong with a definition, apart from types of steps that the rehearsal does not run. */
export function problemsOf(pipeline: Pipeline): string[] {
  return validateDefinition(definitionOf(pipeline)).filter((problem) => !/has the unknown type|which the rehearsal does not run/.test(problem));
}

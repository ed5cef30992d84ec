import { ExecutionVariable, FailStep, Pipeline, PipelineExperiment } from '../../lib/pipeline';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as sns from 'aws-cdk-lib/aws-sns';
import { definitionOf, mistakesOf, newStack, propertiesOf, refusal, stepOf, work } from './support';

const ENV = { account: '123456789012', region: 'eu-west-1' };
const made = (experiment?: PipelineExperiment) => {
  const stack = newStack({ env: ENV });
  const pipeline = new Pipeline(stack, 'Training', { experiment });
  pipeline.addSteps(work('A'));
  const policies = JSON.stringify(propertiesOf(stack, 'AWS::IAM::Policy'));
  return { config: definitionOf(pipeline).PipelineExperimentConfig as unknown, policies };
};

describe('experiments', () => {
  test('are not made unless somebody asks', () => {
    const { config, policies } = made();
    expect(config).toBeNull();
    expect(policies).not.toContain('Experiment');
  });

  test('have the name of the pipeline, as the SageMaker SDK writes it', () => {
    const { config, policies } = made(PipelineExperiment.forPipeline());
    expect(config).toEqual({ ExperimentName: { Get: 'Execution.PipelineName' }, TrialName: { Get: 'Execution.PipelineExecutionId' } });
    expect(policies).toContain('"sagemaker:CreateExperiment"');
    expect(policies).toContain('"arn:aws:sagemaker:eu-west-1:123456789012:experiment-trial/*"');
  });

  test('may have other names', () => {
    expect(made(PipelineExperiment.named('income')).config).toEqual({ ExperimentName: 'income', TrialName: { Get: 'Execution.PipelineExecutionId' } });
    expect(made(PipelineExperiment.named('a'.repeat(120), 'all')).config).toEqual({ ExperimentName: 'a'.repeat(120), TrialName: 'all' });
  });

  test('are values of steps, where there is an experiment', () => {
    const withNames = (experiment?: PipelineExperiment) => {
      const pipeline = new Pipeline(newStack({ env: ENV }), 'Named', { experiment });
      pipeline.addSteps(new FailStep('Stop', { message: `${ExecutionVariable.EXPERIMENT_NAME}/${ExecutionVariable.TRIAL_NAME}` }));
      return pipeline;
    };
    expect(stepOf(withNames(PipelineExperiment.forPipeline()), 'Stop').Arguments.ErrorMessage).toEqual({
      'Std:Join': { On: '', Values: [{ Get: 'PipelineExperimentConfig.ExperimentName' }, '/', { Get: 'PipelineExperimentConfig.TrialName' }] },
    });
    expect(mistakesOf(withNames()).join()).toContain("ExperimentMissing  Shop/Named\n  step 'Stop': uses the name of an experiment, and the pipeline has none");
  });

  test('may be named by a parameter', () => {
    const stack = newStack();
    const pipeline = new Pipeline(stack, 'Other');
    const name = pipeline.addStringParameter('Experiment', { defaultValue: 'income' });
    expect(refusal(() => PipelineExperiment.named(name.valueAsString))).toBe('accepted');
  });

  test.each(['', 'a_b', 'a'.repeat(121)])("fail with the name '%s'", (name) => {
    expect(refusal(() => PipelineExperiment.named(name))).toContain('ExperimentNameInvalid');
    expect(refusal(() => PipelineExperiment.named('a', name))).toContain('TrialNameInvalid');
  });
});

test('a failed step reaches a target, whatever becomes of the run', () => {
  const stack = newStack({ env: ENV });
  Pipeline.fromPipelineName(stack, 'Imported', 'Income').onStepFailed('Tell', { target: new targets.SnsTopic(new sns.Topic(stack, 'Topic')) });
  expect(propertiesOf(stack, 'AWS::Events::Rule')[0]).toMatchObject({
    Targets: [{}],
    EventPattern: {
      source: ['aws.sagemaker'],
      'detail-type': ['SageMaker Model Building Pipeline Execution Step Status Change'],
      detail: { pipelineArn: ['arn:aws:sagemaker:eu-west-1:123456789012:pipeline/income'], currentStepStatus: ['Failed', 'FAILED'] },
    },
  });
});

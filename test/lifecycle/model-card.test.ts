import type { Stack } from 'aws-cdk-lib/core';
import { MlPlatform } from '../../lib/lifecycle';
import { ModelCardStatus, RiskRating, type ModelDescription } from '../../lib/pipeline';
import { problemsInModelCard } from '../../rehearsal/sagemaker/model/model-card';
import { definition, income, newStack } from './support';

let stack: Stack;
let platform: MlPlatform;

beforeEach(() => {
  stack = newStack();
  platform = new MlPlatform(stack, 'Platform', { namePrefix: 'ml-' });
});

/** The card that the model's versions get, with the path of each value that a run fills in in its place. */
function card(modelCard?: ModelDescription): { status: string; content: any } {
  income(stack, platform, { modelCard });
  const { ModelCard } = definition(stack).Steps.find(({ Name }: any) => Name === 'GoodEnough').Arguments.IfSteps.find(({ Name }: any) => Name === 'Register').Arguments;
  const content = ModelCard.ModelCardContent['Std:Join'].Values.map((part: any) => (typeof part === 'string' ? part : pathOf(part))).join('');
  expect(problemsInModelCard(content)).toEqual([]);
  return { status: ModelCard.ModelCardStatus, content: JSON.parse(content) };
}

const pathOf = (part: any): string => (typeof part === 'string' ? part : part.Get ?? part['Std:Join'].Values.map(pathOf).join(''));

test('a version carries a card that says what the run knows', () => {
  const { status, content } = card();
  expect(status).toBe('Draft');
  expect(content).toEqual({
    model_overview: { model_artifact: ["Steps.Package.ProcessingOutputConfig.Outputs['packaged'].S3Output.S3Uri/model.tar.gz"] },
    training_details: { training_job_details: {
      training_arn: 'Steps.Train.TrainingJobArn',
      training_datasets: [0, 1].map((channel) => `Steps.Train.InputDataConfig[${channel}].DataSource.S3DataSource.S3Uri`),
      training_environment: { container_image: [expect.stringContaining('sagemaker-scikit-learn')] },
    } },
    evaluation_details: [{
      name: 'Evaluate',
      evaluation_job_arn: 'Steps.Evaluate.ProcessingJobArn',
      datasets: ['Steps.Evaluate.ProcessingInputs[1].S3Input.S3Uri'],
      metadata: { metricsFile: "Steps.Evaluate.ProcessingOutputConfig.Outputs['evaluation'].S3Output.S3Uri/evaluation.json" },
    }],
    additional_information: { custom_details: { pipelineExecution: 'Execution.PipelineExecutionArn' } },
  });
});

test('people add what the model is for', () => {
  const { status, content } = card({ status: ModelCardStatus.APPROVED, riskRating: RiskRating.HIGH, caveats: 'Says "maybe"\nat times' });
  expect(status).toBe('Approved');
  expect(content.intended_uses).toEqual({ risk_rating: 'High' });
  expect(content.additional_information.caveats_and_recommendations).toBe('Says "maybe"\nat times');
  expect(content.training_details.training_job_details.training_arn).toBe('Steps.Train.TrainingJobArn');
});

test('fails for a card that the service would refuse', () => {
  expect(() => income(stack, platform, { modelCard: { purpose: 'x'.repeat(2049) } })).toThrow(/modelCard\.purpose: must have from 0 to 2048 characters/);
});

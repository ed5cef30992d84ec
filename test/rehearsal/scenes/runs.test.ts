import { placeSteps } from '../../../rehearsal/report/html/graph-layout';
import { Printer } from '../../../rehearsal/report/printer';
import { emptyReport } from '../../../rehearsal/report/report';
import { follow } from '../../../rehearsal/scenes/runs';
import type { Play } from '../../../rehearsal/scenes/scene';

const RUN = 'arn:aws:sagemaker:us-east-1:000000000000:pipeline/ml-income/execution/abcdefabcdef';
const output = (step: string) => ({ Get: `Steps.${step}.ProcessingOutputConfig.Outputs['train'].S3Output.S3Uri` });

/** A diamond with a condition: baseline and training both use what was prepared, and evaluation decides about registration. */
const DEFINITION = {
  Version: '2020-12-01',
  Steps: [
    { Name: 'Prepare', Type: 'Processing', Arguments: {} },
    { Name: 'Train', Type: 'Training', Arguments: { Input: output('Prepare') } },
    { Name: 'Baseline', Type: 'Processing', Arguments: { Input: output('Prepare') } },
    { Name: 'Notify', Type: 'Processing', DependsOn: ['Train'], Arguments: {} },
    {
      Name: 'GoodEnough',
      Type: 'Condition',
      DependsOn: ['Notify'],
      Arguments: { Conditions: [], IfSteps: [{ Name: 'Register', Type: 'RegisterModel', Arguments: { Baseline: output('Baseline') } }], ElseSteps: [] },
    },
  ],
};
const STATUSES: Record<string, string> = { Prepare: 'Succeeded', Train: 'Succeeded', Baseline: 'Succeeded', Notify: 'Succeeded', GoodEnough: 'Succeeded', Register: 'Succeeded' };

function playOf(statuses: Record<string, string>, status = 'Succeeded'): Play {
  const answers: Record<string, object> = {
    DescribePipelineDefinitionForExecution: { PipelineDefinition: JSON.stringify(DEFINITION) },
    DescribePipelineExecution: { PipelineExecutionStatus: status },
    ListPipelineExecutionSteps: {
      PipelineExecutionSteps: Object.entries(statuses).map(([StepName, StepStatus]) => ({
        StepName, StepStatus, StartTime: 1, EndTime: 2, ...(StepStatus === 'Failed' && { FailureReason: `${StepName} broke` }),
      })),
    },
  };
  const call = (operation: string, input: object) => {
    expect(input).toMatchObject({ PipelineExecutionArn: RUN });
    return Promise.resolve(answers[operation]);
  };
  return { stage: { sagemaker: { call } }, report: emptyReport(), printer: new Printer(() => undefined) } as unknown as Play;
}

test('the report knows what each step waited for, by the definition that the run was started with', async () => {
  const play = playOf(STATUSES);
  await follow(play, RUN);
  expect(play.report.pipelineSteps.map(({ name, dependsOn }) => [name, dependsOn])).toEqual([
    ['Prepare', []], ['Train', ['Prepare']], ['Baseline', ['Prepare']], ['Notify', ['Train']], ['GoodEnough', ['Notify']], ['Register', ['Baseline', 'GoodEnough']],
  ]);
});

test('and so its page draws the arrows of the pipeline, not a chain', async () => {
  const play = playOf(STATUSES);
  await follow(play, RUN);
  const arrows = placeSteps(play.report.pipelineSteps).flatMap(({ step, from }) => from.map((each) => `${each.step.name} > ${step.name}`));
  expect(arrows).toEqual(['Prepare > Train', 'Prepare > Baseline', 'Train > Notify', 'Notify > GoodEnough', 'Baseline > Register', 'GoodEnough > Register']);
});

test('and has the picture that reviews see of it', async () => {
  const play = playOf(STATUSES);
  await follow(play, RUN);
  expect(play.report.pictures[0].mermaid.split('\n')).toEqual([
    'flowchart TD', ...['s1["Prepare<br/>Processing"]', 's2["Train<br/>Training"]', 's3["Baseline<br/>Processing"]', 's4["Notify<br/>Processing"]',
      's5{"GoodEnough<br/>Condition"}', 's6["Register<br/>RegisterModel"]', 's5no(["nothing"])', 's1 --> s2', 's1 --> s3', 's2 --> s4', 's4 --> s5', 's3 --> s6',
      's5 -- yes --> s6', 's5 -- no --> s5no'].map((line) => `  ${line}`),
  ]);
});

test('fails with the reasons of the steps that failed', async () => {
  const play = playOf({ Prepare: 'Succeeded', Train: 'Failed' }, 'Failed');
  await expect(follow(play, RUN)).rejects.toThrow('the run ended as Failed\nstep Train: Train broke');
  expect(play.report.pipelineSteps[1]).toMatchObject({ name: 'Train', status: 'Failed', dependsOn: ['Prepare'] });
});

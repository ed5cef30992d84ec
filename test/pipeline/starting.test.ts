import { Match, Template } from 'aws-cdk-lib/assertions';
import * as events from 'aws-cdk-lib/aws-events';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { App, type CfnElement, CfnParameter, Lazy, Stack } from 'aws-cdk-lib/core';
import { Conventions, SourceAccountCondition } from '../../lib/core';
import { Pipeline, PipelineStarter, PipelineTarget } from '../../lib/pipeline';
import { mistakesOf, newStack, pipelineOf, propertiesOf, refusal, withPlainArns, work } from './support';

const SCHEDULE = events.Schedule.cron({ weekDay: 'MON', hour: '6', minute: '0' });

/** A pipeline with one parameter of each type. */
function withParameters(stack: Stack): Pipeline {
  const pipeline = pipelineOf(stack, work('A'));
  pipeline.addStringParameter('Text', { defaultValue: 'a', allowedValues: ['a', 'b'] });
  pipeline.addIntegerParameter('Whole', { defaultValue: 1 });
  pipeline.addFloatParameter('Number', { defaultValue: 1 });
  pipeline.addBooleanParameter('Yes', { defaultValue: true });
  return pipeline;
}

describe('a schedule', () => {
  test('starts runs with a role that may start this pipeline and nothing else', () => {
    const stack = newStack();
    const pipeline = pipelineOf(stack, work('A'));
    pipeline.startOn(SCHEDULE);
    const [rule] = propertiesOf(stack, 'AWS::Events::Rule');
    expect(rule).toMatchObject({ ScheduleExpression: 'cron(0 6 ? * MON *)', Targets: [{ Arn: withPlainArns(stack.resolve(pipeline.pipelineArn)), RoleArn: { 'Fn::GetAtt': [expect.stringContaining('EventsRole'), 'Arn'] } }] });
    expect(rule.Targets[0]).not.toHaveProperty('SageMakerPipelineParameters');
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: { Statement: [{ Action: 'sagemaker:StartPipelineExecution', Effect: 'Allow', Resource: stack.resolve(pipeline.pipelineArn) }] },
      Roles: [{ Ref: Match.stringLikeRegexp('EventsRole') }],
    });
  });

  test('fails when it would start a run every minute', () => {
    const pipeline = pipelineOf(newStack(), work('A'));
    expect(refusal(() => pipeline.startOn(events.Schedule.cron({ weekDay: 'MON', hour: '6' })))).toContain('ScheduleEveryMinute');
    expect(refusal(() => pipeline.startOn(events.Schedule.expression('rate(1 minute)')))).toBe('accepted');
  });

  test('may be one of several, whose ids do not depend on other rules', () => {
    const ids = (first: boolean) => {
      const pipeline = pipelineOf(newStack(), work('A'));
      if (first) {
        pipeline.onFailed('Tell');
      }
      return [pipeline.startOn(SCHEDULE), pipeline.startOn(events.Schedule.expression('rate(1 day)'))].map((rule) => rule.node.id);
    };
    expect(ids(false)).toEqual(['Schedule', 'Schedule2']);
    expect(ids(true)).toEqual(ids(false));
  });

  test('shares the role with every other rule that starts the pipeline', () => {
    const stack = newStack();
    const pipeline = pipelineOf(stack, work('A'));
    pipeline.startOn(SCHEDULE);
    pipeline.startOn(SCHEDULE, new PipelineTarget(pipeline));
    new events.Rule(stack, 'Rule', { schedule: SCHEDULE, targets: [new PipelineTarget(pipeline)] });
    const roles = propertiesOf(stack, 'AWS::IAM::Role').filter(({ Description }) => Description === 'Lets EventBridge start the pipeline');
    expect(roles).toHaveLength(1);
    expect(roles[0].AssumeRolePolicyDocument.Statement).toMatchObject([{ Principal: { Service: 'events.amazonaws.com' }, Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } } }]);
  });

  test('trusts without a condition where the conventions say so', () => {
    const stack = newStack();
    Conventions.apply(stack, { sourceAccount: SourceAccountCondition.NONE });
    pipelineOf(stack, work('A')).startOn(SCHEDULE);
    for (const role of propertiesOf(stack, 'AWS::IAM::Role')) {
      expect(role.AssumeRolePolicyDocument.Statement[0]).not.toHaveProperty('Condition');
    }
  });
});

describe('a target', () => {
  test('hands over its own parameters beside other targets', () => {
    const stack = newStack();
    const pipeline = withParameters(stack);
    const imported = Pipeline.fromPipelineName(stack, 'Imported', 'other');
    new events.Rule(stack, 'Rule', {
      schedule: SCHEDULE,
      targets: [
        new PipelineTarget(pipeline),
        new PipelineTarget(pipeline, { parameters: { Whole: '3', Text: 'b' } }),
        new PipelineTarget(imported, { parameters: { Any: 'thing' } }),
      ],
    });
    expect(propertiesOf(stack, 'AWS::Events::Rule')[0].Targets.map((target: any) => target.SageMakerPipelineParameters)).toEqual([
      undefined,
      { PipelineParameterList: [{ Name: 'Whole', Value: '3' }, { Name: 'Text', Value: 'b' }] },
      { PipelineParameterList: [{ Name: 'Any', Value: 'thing' }] },
    ]);
  });

  test('keeps events that started nothing', () => {
    const stack = newStack();
    const deadLetterQueue = new sqs.Queue(stack, 'Undelivered');
    const pipeline = pipelineOf(stack, work('A'));
    pipeline.startOn(SCHEDULE, new PipelineTarget(pipeline, { deadLetterQueue }));
    expect(propertiesOf(stack, 'AWS::Events::Rule')[0].Targets[0].DeadLetterConfig).toEqual({ Arn: stack.resolve(deadLetterQueue.queueArn) });
  });

  test('in another region gets its parameters from the rule beside it', () => {
    const app = new App();
    const here = new Stack(app, 'Here', { env: { account: '123456789012', region: 'eu-west-1' } });
    const there = new Stack(app, 'There', { env: { account: '123456789012', region: 'us-east-1' } });
    const target = new PipelineTarget(withParameters(there), { parameters: { Whole: '3' } });
    new events.Rule(here, 'Rule', { eventPattern: { source: ['x'] }, targets: [target] });
    const [near] = propertiesOf(here, 'AWS::Events::Rule');
    const [beside] = propertiesOf(there, 'AWS::Events::Rule');
    expect(near.Targets[0]).not.toHaveProperty('SageMakerPipelineParameters');
    expect(beside.Targets[0].SageMakerPipelineParameters).toEqual({ PipelineParameterList: [{ Name: 'Whole', Value: '3' }] });
  });

  test('cannot set parameters on a rule that exists elsewhere', () => {
    const stack = newStack();
    const rule = events.Rule.fromEventRuleArn(stack, 'Rule', 'arn:aws:events:eu-west-1:123456789012:rule/nightly');
    const pipeline = withParameters(stack);
    expect(refusal(() => new PipelineTarget(pipeline, { parameters: { Whole: '3' } }).bind(rule, 'Target0'))).toContain('RuleNotMadeHere');
    expect(refusal(() => new PipelineTarget(pipeline).bind(rule, 'Target0'))).toBe('accepted');
  });

  test.each([[200, 'accepted'], [201, 'PipelineParametersCount']])('takes up to 200 parameters: %i are %s', (count, outcome) => {
    const stack = newStack();
    const parameters = Object.fromEntries(Array.from({ length: count }, (_, index) => [`P${index}`, 'x']));
    const target = new PipelineTarget(Pipeline.fromPipelineName(stack, 'Imported', 'other'), { parameters });
    expect(refusal(() => new events.Rule(stack, 'Rule', { schedule: SCHEDULE, targets: [target] }))).toContain(outcome);
  });
});

describe('values of a run', () => {
  const found = (parameters: Record<string, string>) => {
    const pipeline = withParameters(newStack());
    pipeline.startOn(SCHEDULE, new PipelineTarget(pipeline, { parameters }));
    return mistakesOf(pipeline).join() || 'accepted';
  };

  test.each<[string, Record<string, string>, string]>([
    ['whole', { Whole: '-3' }, 'accepted'],
    ['not whole', { Whole: '3.5' }, 'ParameterValueType'],
    ['no number at all', { Whole: 'many' }, 'ParameterValueType'],
    ['a number', { Number: '3.5e-2' }, 'accepted'],
    ['no number', { Number: '' }, 'ParameterValueType'],
    ['true', { Yes: 'TRUE' }, 'accepted'],
    ['perhaps', { Yes: 'perhaps' }, 'ParameterValueType'],
    ['allowed', { Text: 'b' }, 'accepted'],
    ['not allowed', { Text: 'c' }, 'ParameterValueNotAllowed'],
    ['for a parameter that does not exist', { Nothing: 'c' }, 'ParameterUnknown'],
  ])('%s', (_, parameters, outcome) => {
    expect(found(parameters)).toContain(outcome);
  });

  test('may be tokens', () => {
    const stack = newStack();
    const pipeline = withParameters(stack);
    pipeline.startOn(SCHEDULE, new PipelineTarget(pipeline, { parameters: { Whole: new CfnParameter(stack, 'Later').valueAsString } }));
    expect(mistakesOf(pipeline)).toEqual([]);
  });

  test.each([[1024, 'accepted'], [1025, 'ValueLength']])('may have 1,024 characters: %i are %s', (length, outcome) => {
    const pipeline = pipelineOf(newStack(), work('A'));
    pipeline.addStringParameter('Free', { defaultValue: 'x' });
    pipeline.startOnDeployment({ parameters: { Free: 'x'.repeat(length) } });
    expect(mistakesOf(pipeline).join() || 'accepted').toContain(outcome);
  });

  test('are missing for a parameter without default, whenever it is added', () => {
    const pipeline = pipelineOf(newStack(), work('A'));
    pipeline.startOn(SCHEDULE);
    pipeline.startOnDeployment({ parameters: { Late: 'x' } });
    pipeline.addStringParameter('Late');
    expect(mistakesOf(pipeline)).toEqual([expect.stringMatching(/ParameterWithoutValue {2}Shop\/Training[^]*parameter 'Late': has neither a default nor a value here/)]);
  });
});

/** What the starter of a stack may do to pipelines, as `action on name`. */
const starterMay = (stack: Stack): string[] => propertiesOf(stack, 'AWS::IAM::Policy')
  .filter(({ Roles }) => Roles[0].Ref.startsWith('SageMakerPipelineStarter'))
  .flatMap(({ PolicyDocument }) => PolicyDocument.Statement as { Action: string | string[]; Resource: unknown }[])
  .flatMap(({ Action, Resource }) => [Action].flat().flatMap((action) => [Resource].flat().map((arn) => `${action} on ${/:pipeline\/([^"]*)/.exec(JSON.stringify(arn))?.[1]}`)))
  .filter((line) => line.startsWith('sagemaker:'));

describe('a deployment', () => {
  test('starts one run by a function that the pipelines of a stack share', () => {
    const stack = newStack();
    const pipelines = ['One', 'Two'].map((id) => {
      const pipeline = new Pipeline(stack, id);
      pipeline.addSteps(work('A'));
      pipeline.addStringParameter('Text', { defaultValue: 'x' });
      pipeline.startOnDeployment({ parameters: { Text: 'y' } });
      return pipeline;
    });
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::Lambda::Function', 1);
    template.resourceCountIs('Custom::SageMakerPipelineRun', 2);
    const [run] = propertiesOf(stack, 'Custom::SageMakerPipelineRun');
    expect(run).toMatchObject({ PipelineName: pipelines[0].pipelineName, Parameters: { Text: 'y' }, RunHash: expect.stringMatching(/^[0-9a-f]{64}$/) });
    const granted = starterMay(stack);
    for (const { pipelineName } of pipelines) {
      expect(granted).toEqual(expect.arrayContaining([
        `sagemaker:StartPipelineExecution on ${pipelineName}`, `sagemaker:ListPipelineExecutions on ${pipelineName}`,
        `sagemaker:StopPipelineExecution on ${pipelineName}/execution/*`,
      ]));
    }
    expect(granted).toHaveLength(6);
  });

  test('that takes one of two pipelines away leaves the function what it takes to stop its runs', () => {
    const resourcesOf = (ids: readonly string[]) => {
      const stack = newStack();
      ids.forEach((id) => {
        const pipeline = new Pipeline(stack, id);
        pipeline.addSteps(work('A'));
        pipeline.startOnDeployment();
      });
      return Template.fromStack(stack).toJSON().Resources as Record<string, any>;
    };
    const [before, after] = [resourcesOf(['One', 'Two']), resourcesOf(['Two'])];
    const [permission] = Object.keys(before).filter((id) => id.startsWith('OneStopRuns'));
    const [run] = Object.keys(before).filter((id) => id.startsWith('OneRunOnDeployment'));
    expect(before[run].DependsOn).toContain(permission);
    expect(before[permission].Properties.PolicyDocument.Statement.map(({ Action }: any) => Action)).toEqual([
      'sagemaker:ListPipelineExecutions', 'sagemaker:StopPipelineExecution',
    ]);
    expect(Object.keys(after).filter((id) => id.startsWith('One'))).toEqual([]);
    expect(Object.keys(after)).toContain(before[permission].Properties.Roles[0].Ref);
  });

  test('starts the run after the pipeline and its permissions', () => {
    const stack = newStack();
    pipelineOf(stack, work('A')).startOnDeployment();
    const [{ DependsOn }] = Object.values(Template.fromStack(stack).findResources('Custom::SageMakerPipelineRun'));
    const first = DependsOn.map((id: string) => id.replace(/[0-9A-F]{8}$/, '')).sort();
    expect(first).toEqual(['Training', 'TrainingJobRole', 'TrainingJobRolePolicy', 'TrainingRole', 'TrainingRolePolicy', 'TrainingStopRuns']);
  });

  test('gets by with one permission where a starter serves a prefix', () => {
    const stack = newStack();
    const starter = new PipelineStarter(stack, 'Starter', { pipelineNamePrefix: 'ml-' });
    for (const name of ['ml-a', 'ml-b']) {
      const pipeline = new Pipeline(stack, name, { pipelineName: name });
      pipeline.addSteps(work('A'));
      pipeline.startOnDeployment({ starter });
    }
    const [policy] = propertiesOf(stack, 'AWS::IAM::Policy').filter(({ Roles }) => Roles[0].Ref.startsWith('Starter'));
    const text = JSON.stringify(policy);
    expect(text).toContain(':pipeline/ml-*');
    expect(text).not.toContain('ml-a');
  });

  test('fails for a pipeline whose name the permission does not cover, and takes a name that is known later', () => {
    const stack = newStack();
    const starter = new PipelineStarter(stack, 'Starter', { pipelineNamePrefix: 'ml-' });
    const other = new Pipeline(stack, 'Other', { pipelineName: 'team-a' });
    expect(refusal(() => other.startOnDeployment({ starter }))).toContain('StarterPrefixDiffers');
    const later = new Pipeline(stack, 'Later', { pipelineName: Lazy.string({ produce: () => 'team-b' }) });
    later.addSteps(work('A'));
    expect(() => later.startOnDeployment({ starter })).not.toThrow();
  });

  test('fails for an empty prefix, which would be every pipeline of the account', () => {
    expect(refusal(() => new PipelineStarter(newStack(), 'Starter', { pipelineNamePrefix: '' }))).toContain('StarterPrefixEmpty');
  });

  test('starts one run, not two', () => {
    const pipeline = pipelineOf(newStack(), work('A'));
    pipeline.startOnDeployment();
    expect(refusal(() => pipeline.startOnDeployment())).toContain('StartedTwice');
  });
});

describe('before a deletion', () => {
  const stopping = (change: (pipeline: Pipeline) => void) => {
    const stack = newStack();
    const pipeline = pipelineOf(stack, work('A'));
    change(pipeline);
    return { stack, pipeline, template: Template.fromStack(stack) };
  };
  const ids = (template: Template, type: string) => Object.keys(template.findResources(type));

  test('runs of a pipeline that nothing starts are stopped too', () => {
    const { template, pipeline, stack } = stopping((each) => each.stopOnDeletion());
    const [stop] = Object.values(template.findResources('Custom::SageMakerPipelineRun'));
    expect(stop.Properties).toEqual({ ServiceToken: expect.anything(), PipelineName: pipeline.pipelineName });
    expect(stop.DependsOn).toContain(stack.getLogicalId(pipeline.node.defaultChild as CfnElement));
  });

  test('they go on where nobody asked', () => {
    stopping(() => undefined).template.resourceCountIs('Custom::SageMakerPipelineRun', 0);
  });

  test('whatever starts runs stops them already, in whatever order it is asked for, with one resource of one identity', () => {
    const one = stopping((pipeline) => { pipeline.stopOnDeletion(); pipeline.startOnDeployment(); }).template;
    const other = stopping((pipeline) => { pipeline.startOnDeployment(); pipeline.stopOnDeletion(); pipeline.stopOnDeletion(); }).template;
    expect(one.toJSON()).toEqual(other.toJSON());
    expect(ids(one, 'Custom::SageMakerPipelineRun')).toEqual(ids(stopping((pipeline) => pipeline.stopOnDeletion()).template, 'Custom::SageMakerPipelineRun'));
    one.hasResourceProperties('Custom::SageMakerPipelineRun', { RunHash: Match.stringLikeRegexp('^[0-9a-f]{64}$') });
  });

  test('a starter that stops the runs is the one that starts them', () => {
    const stack = newStack();
    const starter = new PipelineStarter(stack, 'Starter');
    const pipeline = pipelineOf(stack, work('A'));
    pipeline.stopOnDeletion({ starter });
    pipeline.startOnDeployment();
    Template.fromStack(stack).resourceCountIs('AWS::Lambda::Function', 1);
    Template.fromStack(stack).hasResourceProperties('Custom::SageMakerPipelineRun', { ServiceToken: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Starter'), 'Arn'] } });
  });

  test('rules of the stack that start runs are gone, however early they were made', () => {
    const { template } = stopping((pipeline) => {
      pipeline.startOn(SCHEDULE);
      new events.Rule(pipeline.stack, 'Mine', { schedule: SCHEDULE, targets: [new PipelineTarget(pipeline)] });
      pipeline.stopOnDeletion();
    });
    const [stop] = ids(template, 'Custom::SageMakerPipelineRun');
    const rules = Object.values(template.findResources('AWS::Events::Rule'));
    expect(rules.map(({ DependsOn }) => DependsOn)).toEqual([[stop], [stop]]);
  });

  test('rules of other stacks wait for nothing, and rules where nothing stops runs neither', () => {
    const app = new App();
    const pipeline = pipelineOf(new Stack(app, 'Shop'), work('A'));
    pipeline.stopOnDeletion();
    const other = new Stack(app, 'Other');
    new events.Rule(other, 'Rule', { schedule: SCHEDULE, targets: [new PipelineTarget(pipeline)] });
    expect(other.dependencies).toEqual([]);
    const { template } = stopping((each) => each.startOn(SCHEDULE));
    expect(Object.values(template.findResources('AWS::Events::Rule'))[0]).not.toHaveProperty('DependsOn');
  });

  test('a starter for a prefix refuses a pipeline whose runs it may not stop', () => {
    const stack = newStack();
    const starter = new PipelineStarter(stack, 'Starter', { pipelineNamePrefix: 'ml-' });
    expect(refusal(() => new Pipeline(stack, 'Other', { pipelineName: 'team-a' }).stopOnDeletion({ starter }))).toContain('StarterPrefixDiffers');
    expect(refusal(() => new Pipeline(stack, 'Ours', { pipelineName: 'ml-a' }).stopOnDeletion({ starter }))).toBe('accepted');
  });
});

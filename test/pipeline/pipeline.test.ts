import { Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { App, CfnParameter, Stack, Validations } from 'aws-cdk-lib/core';
import { AwsSolutionsChecks } from 'cdk-nag';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Conventions, SourceCode } from '../../lib/core';
import { Processor } from '../../lib/data';
import {
  FailStep, PackageModelStep, ParameterType, Pipeline, type PipelineProps, ProcessingStep, type ProcessingStepProps, RegisterModelStep,
  type RegisterModelStepProps, StepProperty,
} from '../../lib/pipeline';
import { S3Source, ContainerImage } from '../../lib/core';
import { ModelPackageGroup } from '../../lib/registry';
import { definitionOf, mistakesOf, newStack, pipelineOf, propertiesOf, refusal, script, stepOf, wholePipeline, withoutHashes, withPlainArns, work } from './support';

const ENV = { account: '123456789012', region: 'eu-west-1' };

describe('least code', () => {
  test('makes a pipeline, two roles and a bucket that is kept', () => {
    const stack = newStack();
    pipelineOf(stack, work('A'));
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::SageMaker::Pipeline', 1);
    template.resourceCountIs('AWS::IAM::Role', 2);
    template.hasResource('AWS::S3::Bucket', {
      DeletionPolicy: Match.stringLikeRegexp('^Retain'),
      Properties: { LifecycleConfiguration: { Rules: Match.arrayWith([Match.objectLike({ Prefix: 'runs/', ExpirationInDays: 90 })]) } },
    });
    template.resourceCountIs('AWS::Lambda::Function', 0);
    expect(propertiesOf(stack, 'AWS::SageMaker::Pipeline')[0]).toMatchObject({ PipelineName: expect.stringMatching(/^shop-training-[0-9a-f]{8}$/) });
  });

  test('is clean for cdk-nag with every type of step', () => {
    const app = new App();
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
    const stack = new Stack(app, 'Shop');
    wholePipeline(stack).startOnDeployment();
    expect(() => app.synth()).not.toThrow();
  });

  test('fails at synthesis without a step', () => {
    const app = new App();
    new Pipeline(new Stack(app, 'Shop'), 'Training');
    expect(() => app.synth()).toThrow(/PipelineEmpty/);
  });
});

describe('the definition', () => {
  test('of a whole pipeline', () => {
    expect(withoutHashes(withPlainArns(definitionOf(wholePipeline(newStack({ env: ENV })))))).toMatchSnapshot();
  });

  test('is text in the template, with CloudFormation values filled in by the stack', () => {
    const stack = newStack();
    wholePipeline(stack);
    const { PipelineDefinition } = propertiesOf(stack, 'AWS::SageMaker::Pipeline')[0];
    const parts: unknown[] = PipelineDefinition.PipelineDefinitionBody['Fn::Join'][1];
    const text = parts.map((part) => (typeof part === 'string' ? part : 'x')).join('');
    expect(JSON.parse(text)).toMatchObject({ Version: '2020-12-01', Steps: [{ Name: 'Prepare' }, { Name: 'Train' }, { Name: 'Evaluate' }, { Name: 'GoodEnough' }] });
    expect(text).not.toContain('Token[');
  });

  test.each([[1_048_000, false], [1_049_000, true]])('with %i characters of text is too large: %s', (size, tooLarge) => {
    const found = mistakesOf(pipelineOf(newStack(), new FailStep('End', { message: 'x'.repeat(size) }))).join();
    expect(found.includes('PipelineDefinitionSize')).toBe(tooLarge);
  });
});

describe('the hash', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hash-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  function hashOf(content: string, change: (pipeline: Pipeline) => void = () => undefined, props: Partial<ProcessingStepProps> = {}): string {
    writeFileSync(join(folder, 'a.py'), content);
    const stack = newStack();
    const pipeline = pipelineOf(stack, work('A', { processor: Processor.sklearn({ entryPoint: join(folder, 'a.py') }), ...props }));
    change(pipeline);
    pipeline.startOnDeployment();
    return propertiesOf(stack, 'Custom::SageMakerPipelineRun')[0].RunHash as string;
  }
  const same = hashOf('pass');

  test('stays while nothing changes', () => {
    expect(hashOf('pass')).toBe(same);
    expect(same).toMatch(/^[0-9a-f]{64}$/);
  });

  test.each<[string, () => string]>([
    ['a script', () => hashOf('pass # changed')],
    ['a step', () => hashOf('pass', (pipeline) => pipeline.addSteps(work('B')))],
    ['a setting', () => hashOf('pass', undefined, { outputs: ['train'] })],
    ['a default', () => hashOf('pass', (pipeline) => pipeline.addStringParameter('P', { defaultValue: 'x' }))],
  ])('changes with %s', (_, changed) => {
    expect(changed()).not.toBe(same);
  });
});

describe('options', () => {
  test('all of them reach the template', () => {
    const stack = newStack();
    const role = new iam.Role(stack, 'Mine', { assumedBy: new iam.ServicePrincipal('sagemaker.amazonaws.com') });
    const jobRole = new iam.Role(stack, 'Jobs', { assumedBy: new iam.ServicePrincipal('sagemaker.amazonaws.com') });
    const artifacts = s3.Bucket.fromBucketName(stack, 'Given', 'given');
    new Pipeline(stack, 'Training', {
      pipelineName: 'Income', displayName: 'Income-model', description: 'Trains it', artifacts, maxParallelSteps: 2, role, jobRole,
    }).addSteps(work('A', { outputs: ['train'] }));
    expect(propertiesOf(stack, 'AWS::SageMaker::Pipeline')[0]).toMatchObject({
      PipelineName: 'Income',
      PipelineDisplayName: 'Income-model',
      PipelineDescription: 'Trains it',
      ParallelismConfiguration: { MaxParallelExecutionSteps: 2 },
      RoleArn: { 'Fn::GetAtt': [expect.stringContaining('Mine'), 'Arn'] },
    });
    Template.fromStack(stack).resourceCountIs('AWS::IAM::Role', 2);
    Template.fromStack(stack).resourceCountIs('AWS::S3::Bucket', 0);
  });

  test('roles are made on the path of the conventions, for this account alone', () => {
    const stack = newStack();
    Conventions.apply(stack, { rolePath: '/ml/' });
    pipelineOf(stack, work('A'));
    for (const role of propertiesOf(stack, 'AWS::IAM::Role')) {
      expect(role).toMatchObject({ Path: '/ml/', AssumeRolePolicyDocument: { Statement: [{ Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } } }] } });
    }
  });

  test('tokens pass every check', () => {
    const stack = newStack();
    const text = new CfnParameter(stack, 'Text').valueAsString;
    const number = new CfnParameter(stack, 'Number', { type: 'Number' }).valueAsNumber;
    const pipeline = new Pipeline(stack, 'Training', { pipelineName: text, displayName: text, description: text, maxParallelSteps: number });
    pipeline.addStringParameter('A', { defaultValue: text, allowedValues: ['x'] });
    pipeline.addIntegerParameter('B', { defaultValue: number });
    pipeline.addFloatParameter('C', { defaultValue: number });
    pipeline.addSteps(work('A', { displayName: text, description: text }));
    expect(mistakesOf(pipeline)).toEqual([]);
    expect(definitionOf(pipeline).Parameters).toEqual([
      { Name: 'A', Type: 'String', DefaultValue: { Ref: 'Text' }, EnumValues: ['x'] },
      { Name: 'B', Type: 'Integer', DefaultValue: { Ref: 'Number' } },
      { Name: 'C', Type: 'Float', DefaultValue: { Ref: 'Number' } },
    ]);
  });

  test.each<[string, PipelineProps, string]>([
    ['a name of 256 characters', { pipelineName: 'a'.repeat(256) }, 'accepted'],
    ['a name of 257 characters', { pipelineName: 'a'.repeat(257) }, 'PipelineNameInvalid'],
    ['a name with a space', { pipelineName: 'my pipeline' }, 'PipelineNameInvalid'],
    ['a display name with a space', { displayName: 'my pipeline' }, 'PipelineDisplayNamePattern'],
    ['a description of 3,072 characters', { description: 'a'.repeat(3072) }, 'accepted'],
    ['a description of 3,073 characters', { description: 'a'.repeat(3073) }, 'PipelineDescriptionLength'],
    ['a description of two lines', { description: 'a\nb' }, 'PipelineDescriptionPattern'],
    ['one step at once', { maxParallelSteps: 1 }, 'accepted'],
    ['no step at once', { maxParallelSteps: 0 }, 'MaxParallelExecutionStepsRange'],
  ])('%s', (_, props, outcome) => {
    expect(refusal(() => new Pipeline(newStack(), 'Training', props))).toContain(outcome);
  });

  test('several mistakes are told at once', () => {
    expect(refusal(() => new Pipeline(newStack(), 'Training', { pipelineName: '-', maxParallelSteps: 0 }))).toMatch(/PipelineNameInvalid[^]*MaxParallelExecutionStepsRange/);
  });
});

describe('parameters', () => {
  test('of every type are declared', () => {
    const pipeline = pipelineOf(newStack(), work('A'));
    const text = pipeline.addStringParameter('Text', { defaultValue: 'a', allowedValues: ['a', 'b'] });
    pipeline.addIntegerParameter('Whole', { defaultValue: 0 });
    pipeline.addFloatParameter('Number', { defaultValue: 0.5 });
    pipeline.addBooleanParameter('Yes', { defaultValue: false });
    const open = pipeline.addStringParameter('Open');
    expect(definitionOf(pipeline).Parameters).toEqual([
      { Name: 'Text', Type: 'String', DefaultValue: 'a', EnumValues: ['a', 'b'] },
      { Name: 'Whole', Type: 'Integer', DefaultValue: 0 },
      { Name: 'Number', Type: 'Float', DefaultValue: 0.5 },
      { Name: 'Yes', Type: 'Boolean', DefaultValue: false },
      { Name: 'Open', Type: 'String' },
    ]);
    expect([text.hasDefault, open.hasDefault, text.type, text.parameterName]).toEqual([true, false, ParameterType.STRING, 'Text']);
  });

  test.each<[string, (pipeline: Pipeline) => unknown, string]>([
    ['a name of 64 characters', (pipeline) => pipeline.addStringParameter('a'.repeat(64)), 'accepted'],
    ['a name of 65 characters', (pipeline) => pipeline.addStringParameter('a'.repeat(65)), 'ParameterNameLength'],
    ['no name', (pipeline) => pipeline.addStringParameter(''), 'ParameterNameLength'],
    ['a name with a dot', (pipeline) => pipeline.addStringParameter('a.b'), 'ParameterNamePattern'],
    ['a whole number with a fraction', (pipeline) => pipeline.addIntegerParameter('A', { defaultValue: 1.5 }), 'ParameterNotInteger'],
    ['a number that is none', (pipeline) => pipeline.addFloatParameter('A', { defaultValue: Number.NaN }), 'ParameterNotNumber'],
    ['no allowed value', (pipeline) => pipeline.addStringParameter('A', { allowedValues: [] }), 'ParameterAllowsNothing'],
    ['a default that is not allowed', (pipeline) => pipeline.addStringParameter('A', { defaultValue: 'c', allowedValues: ['a'] }), 'ParameterDefaultNotAllowed'],
    ['a name twice', (pipeline) => [pipeline.addStringParameter('A'), pipeline.addFloatParameter('A')], 'ParameterNameRepeated'],
  ])('%s', (_, add, outcome) => {
    expect(refusal(() => add(new Pipeline(newStack(), 'Training')))).toContain(outcome);
  });
});

describe('steps', () => {
  test.each<[string, () => unknown, string]>([
    ['a name of 64 characters', () => work('a'.repeat(64)), 'accepted'],
    ['a name of 65 characters', () => work('a'.repeat(65)), 'StepNameLength'],
    ['no name', () => work(''), 'StepNameLength'],
    ['a name with a space', () => work('my step'), 'StepNamePattern'],
    ['a display name of 256 characters', () => work('A', { displayName: 'x'.repeat(256) }), 'accepted'],
    ['a display name of 257 characters', () => work('A', { displayName: 'x'.repeat(257) }), 'StepDisplayNameLength'],
    ['a description of 3,073 characters', () => work('A', { description: 'x'.repeat(3073) }), 'StepDescriptionLength'],
    ['metrics in a JSON file', () => work('A', { metrics: 'a-b_1.json' }), 'accepted'],
    ['metrics in another file', () => work('A', { metrics: 'a.txt' }), 'MetricsFileName'],
    ['metrics in a folder', () => work('A', { metrics: 'a/b.json' }), 'MetricsFileName'],
    ['metrics in a file with two dots', () => work('A', { metrics: 'a.b.json' }), 'MetricsFileName'],
    ['an output with dots', () => work('A', { outputs: ['a.b-c_d'] }), 'accepted'],
    ['an output of 128 characters', () => work('A', { outputs: ['a'.repeat(128)] }), 'accepted'],
    ['an output of 129 characters', () => work('A', { outputs: ['a'.repeat(129)] }), 'StepOutputName'],
    ['an output with a slash', () => work('A', { outputs: ['a/b'] }), 'StepOutputName'],
    ['an output with a quote', () => work('A', { outputs: ["it's"] }), 'StepOutputName'],
    ['an output above', () => work('A', { outputs: ['..'] }), 'StepOutputName'],
    ['an output that stays with the model, with a slash', () => work('A', { modelOutputs: ['a/b'] }), 'StepOutputName'],
    ['outputs of every kind', () => work('A', { outputs: ['a'], modelOutputs: ['b'], metrics: 'c.json' }), 'accepted'],
    ['an output twice', () => work('A', { outputs: ['a', 'a'] }), 'StepOutputRepeated'],
    ['an output that both stays and goes', () => work('A', { outputs: ['a'], modelOutputs: ['a'] }), 'StepOutputRepeated'],
    ['an output where the metrics are', () => work('A', { modelOutputs: ['a'], metrics: 'a.json' }), 'StepOutputRepeated'],
    ['an output that stays with the model', () => work('A', { modelOutputs: ['a'] }).output('a'), 'accepted'],
    ['an output it has', () => work('A', { outputs: ['a'] }).output('a'), 'accepted'],
    ['an output it does not have', () => work('A', { outputs: ['a'] }).output('b'), 'StepOutputUnknown'],
    ['metrics it does not write', () => work('A').metric('auc'), 'StepWithoutMetrics'],
    ['a metrics file it does not write', () => work('A').metricsFile, 'StepWithoutMetrics'],
  ])('%s', (_, make, outcome) => {
    expect(refusal(make)).toContain(outcome);
  });

  test('put what goes with the run, with the model, and the metrics of it, where each is kept as long', () => {
    const stack = newStack();
    const pipeline = pipelineOf(stack, work('A', { outputs: ['train'], modelOutputs: ['baseline'], metrics: 'evaluation.json' }));
    const { Outputs } = stepOf(pipeline, 'A').Arguments.ProcessingOutputConfig;
    expect(Outputs.map(({ OutputName, S3Output }: any) => [OutputName, S3Output.LocalPath, /\/(runs|models)\//.exec(JSON.stringify(S3Output.S3Uri))?.[1]])).toEqual([
      ['train', '/opt/ml/processing/output/train', 'runs'],
      ['baseline', '/opt/ml/processing/output/baseline', 'models'],
      ['evaluation', '/opt/ml/processing/output/evaluation', 'models'],
    ]);
  });

  describe('that register a version refer to', () => {
    const registered = (props: Partial<RegisterModelStepProps>) => {
      const stack = newStack();
      const register = new RegisterModelStep('Register', {
        group: ModelPackageGroup.fromModelPackageGroupName(stack, 'Group', 'income'), model: S3Source.fromUri('s3://x/model.tar.gz'),
        image: ContainerImage.fromUri('123456789012.dkr.ecr.eu-west-1.amazonaws.com/own:1'), ...props,
      });
      const { ModelMetrics, DriftCheckBaselines } = stepOf(pipelineOf(stack, ...(props.metrics ? [props.metrics] : []), register), 'Register').Arguments;
      return { ModelMetrics, DriftCheckBaselines };
    };
    const dataQualityBaseline = { statistics: S3Source.fromUri('s3://x/statistics.json'), constraints: S3Source.fromUri('s3://x/constraints.json') };
    const baseline = { ModelDataQuality: {
      Statistics: { ContentType: 'application/json', S3Uri: 's3://x/statistics.json' }, Constraints: { ContentType: 'application/json', S3Uri: 's3://x/constraints.json' },
    } };
    const metrics = { ModelQuality: { Statistics: { ContentType: 'application/json', S3Uri: expect.anything() } } };

    test('nothing when nothing is given', () => {
      expect(registered({})).toEqual({});
    });

    test('a baseline alone, as a metric and as what drift is checked against', () => {
      expect(registered({ dataQualityBaseline })).toEqual({ ModelMetrics: baseline, DriftCheckBaselines: baseline });
    });

    test('metrics alone, which are no baseline', () => {
      expect(registered({ metrics: work('Evaluate', { metrics: 'evaluation.json' }) })).toEqual({ ModelMetrics: metrics });
    });

    test('both', () => {
      expect(registered({ dataQualityBaseline, metrics: work('Evaluate', { metrics: 'evaluation.json' }) })).toEqual({
        ModelMetrics: { ...metrics, ...baseline }, DriftCheckBaselines: baseline,
      });
    });
  });

  test('name what is shown, what it is for and what it waits for', () => {
    const [first, second] = [work('First'), work('Second', { displayName: 'The second', description: 'Comes later' })];
    const third = new ProcessingStep('Third', { processor: Processor.sklearn({ entryPoint: script('prepare') }), dependsOn: [first, second] });
    const pipeline = pipelineOf(newStack(), first, second, third);
    expect(stepOf(pipeline, 'Second')).toMatchObject({ DisplayName: 'The second', Description: 'Comes later' });
    expect(stepOf(pipeline, 'Third').DependsOn).toEqual(['First', 'Second']);
    expect(stepOf(pipeline, 'First')).not.toHaveProperty('DependsOn');
  });

  const group = (stack: Stack) => ModelPackageGroup.fromModelPackageGroupName(stack, 'Group', 'income');
  const register = (props: Partial<ConstructorParameters<typeof RegisterModelStep>[1]>) => {
    const stack = newStack();
    return pipelineOf(stack, new RegisterModelStep('Register', { group: group(stack), model: S3Source.fromUri('s3://a/b'), image: ContainerImage.fromUri('own:1'), ...props }));
  };

  test('register a version that waits for people, unless told otherwise', () => {
    expect(stepOf(register({}), 'Register').Arguments).toMatchObject({
      ModelApprovalStatus: 'PendingManualApproval',
      InferenceSpecification: { SupportedRealtimeInferenceInstanceTypes: ['ml.m5.large'], SupportedTransformInstanceTypes: ['ml.m5.large'] },
    });
  });

  test('offer batches on the instances that take them, and on none when none does', () => {
    const { InferenceSpecification: some } = stepOf(register({ inferenceInstances: ['ml.t2.medium', 'ml.m5.xlarge'] }), 'Register').Arguments;
    expect(some).toMatchObject({ SupportedRealtimeInferenceInstanceTypes: ['ml.t2.medium', 'ml.m5.xlarge'], SupportedTransformInstanceTypes: ['ml.m5.xlarge'] });
    const { InferenceSpecification: none } = stepOf(register({ inferenceInstances: ['ml.t2.medium'] }), 'Register').Arguments;
    expect(none).not.toHaveProperty('SupportedTransformInstanceTypes');
  });

  const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`n${index}`, 'x']));

  describe('that were compared with the serving version', () => {
    const compared = (props: Partial<RegisterModelStepProps> & { modelPackageArn?: string } = {}) => {
      const serving = work('EvaluateServing', { metrics: 'evaluation.json' });
      const { modelPackageArn = StepProperty.of('LookUp', 'ExitMessage').valueAsString, ...more } = props;
      const stack = newStack();
      return pipelineOf(stack, work('LookUp'), serving, new RegisterModelStep('Register', {
        group: group(stack), model: S3Source.fromUri('s3://a/b'), image: ContainerImage.fromUri('own:1'), comparedWith: { modelPackageArn, metrics: serving }, ...more,
      }));
    };

    test('keep which one it was and what it is worth, and so wait for both steps', () => {
      expect(stepOf(compared({ customerMetadata: { team: 'tax' } }), 'Register').Arguments.CustomerMetadataProperties).toEqual({
        team: 'tax',
        servingModelPackage: { Get: 'Steps.LookUp.ExitMessage' },
        servingMetrics: { 'Std:Join': { On: '', Values: [{ Get: "Steps.EvaluateServing.ProcessingOutputConfig.Outputs['evaluation'].S3Output.S3Uri" }, '/evaluation.json'] } },
      });
    });

    test.each<[string, Parameters<typeof compared>[0], string]>([
      ['nothing that serves', { modelPackageArn: 'none' }, 'accepted'],
      ['a version', { modelPackageArn: 'arn:aws:sagemaker:eu-west-1:123456789012:model-package/income/1' }, 'accepted'],
      ['a word', { modelPackageArn: 'latest' }, 'ServingModelPackageInvalid'],
      ['48 names of their own', { customerMetadata: many(48) }, 'accepted'],
      ['49 names of their own', { customerMetadata: many(49) }, 'CustomerMetadataPropertiesCount'],
      ['a name that is taken', { customerMetadata: { servingMetrics: 'x' } }, 'CustomerMetadataReserved'],
    ])('with %s', (_, props, outcome) => {
      expect(refusal(() => compared(props))).toContain(outcome);
    });

    test('fail without a metrics file', () => {
      expect(refusal(() => compared({ comparedWith: { modelPackageArn: 'none', metrics: work('NoMetrics') } }))).toContain('StepWithoutMetrics');
    });
  });

  test.each<[string, Parameters<typeof register>[0], string]>([
    ['50 names', { customerMetadata: many(50) }, 'accepted'],
    ['51 names', { customerMetadata: many(51) }, 'CustomerMetadataPropertiesCount'],
    ['a metadata value of 257 characters', { customerMetadata: { a: 'x'.repeat(257) } }, 'CustomerMetadataValueLength'],
    ['an empty metadata value', { customerMetadata: { a: '' } }, 'CustomerMetadataValueLength'],
    ['a metadata name of 129 characters', { customerMetadata: { ['a'.repeat(129)]: 'x' } }, 'CustomerMetadataNameLength'],
    ['a description of 1,024 characters', { modelDescription: 'x'.repeat(1024) }, 'accepted'],
    ['a description of 1,025 characters', { modelDescription: 'x'.repeat(1025) }, 'ModelPackageDescriptionLength'],
    ['100 variables', { environment: many(100) }, 'accepted'],
    ['101 variables', { environment: many(101) }, 'EnvironmentCount'],
    ['a variable of 1,025 characters', { environment: { A: 'x'.repeat(1025) } }, 'EnvironmentValueLength'],
    ['a variable with a hyphen', { environment: { 'A-1': 'x' } }, 'EnvironmentName'],
    ['no instance', { inferenceInstances: [] }, 'InferenceInstancesCount'],
    ['an instance without ml', { inferenceInstances: ['m5.large'] }, 'InstanceTypeInvalid'],
  ])('register with %s', (_, props, outcome) => {
    expect(refusal(() => register(props))).toContain(outcome);
  });

  test('package a model with code in a small job whose result is kept', () => {
    const step = new PackageModelStep('Package', {
      model: S3Source.fromUri('s3://a/model.tar.gz'), inferenceCode: SourceCode.fromScript(script('inference')), processing: { instanceType: 'ml.m5.xlarge' },
    });
    const pipeline = pipelineOf(newStack({ env: ENV }), step);
    expect(stepOf(pipeline, 'Package').Arguments).toMatchObject({
      AppSpecification: { ContainerEntrypoint: ['/bin/sh', '-c', expect.any(String), 'package_model.py'] },
      ProcessingInputs: [{ InputName: 'model' }, { InputName: 'inference' }, { InputName: 'code' }],
      ProcessingResources: { ClusterConfig: { InstanceType: 'ml.m5.xlarge' } },
      ProcessingOutputConfig: { Outputs: [{ S3Output: { S3Uri: { 'Std:Join': { Values: [{ 'Fn::Join': ['', ['s3://', {}, expect.stringMatching(/^\/models\//)]] }, { Get: 'Execution.PipelineExecutionId' }, '/Package/packaged'] } } } }] },
    });
  });
});

describe('keys', () => {
  test('a key of its own encrypts bucket, volumes and results, and both roles may read with it', () => {
    const stack = newStack();
    const encryptionKey = new kms.Key(stack, 'Key');
    const artifacts = s3.Bucket.fromBucketName(stack, 'Given', 'given');
    new Pipeline(stack, 'Training', { artifacts, encryptionKey }).addSteps(work('A', { metrics: 'm.json' }));
    for (const role of ['TrainingRole', 'TrainingJobRole']) {
      const [policy] = propertiesOf(stack, 'AWS::IAM::Policy').filter(({ Roles }) => Roles[0].Ref.startsWith(role));
      const actions = policy.PolicyDocument.Statement.flatMap((statement: { Action: string | string[] }) => statement.Action);
      expect(actions).toEqual(expect.arrayContaining(['kms:Decrypt', 'kms:CreateGrant']));
    }
  });

  test('the key of a given bucket is used unless another is given', () => {
    const stack = newStack();
    const artifacts = new s3.Bucket(stack, 'Given', { encryptionKey: new kms.Key(stack, 'Key') });
    const pipeline = new Pipeline(stack, 'Training', { artifacts });
    pipeline.addSteps(work('A', { outputs: ['a'] }));
    expect(stepOf(pipeline, 'A').Arguments.ProcessingOutputConfig.KmsKeyId).toEqual(stack.resolve(artifacts.encryptionKey!.keyArn));
  });
});

describe('imports', () => {
  test('by name, with the ARN in lower case', () => {
    const stack = newStack({ env: ENV });
    const imported = Pipeline.fromPipelineName(stack, 'Imported', 'Income');
    expect(imported.pipelineName).toBe('Income');
    expect(withPlainArns(stack.resolve(imported.pipelineArn))).toBe('arn:aws:sagemaker:eu-west-1:123456789012:pipeline/income');
    expect(imported.pipelineRef).toEqual({ pipelineName: 'Income' });
  });

  test('by ARN, in its own account and region', () => {
    const imported = Pipeline.fromPipelineArn(newStack({ env: ENV }), 'Imported', 'arn:aws:sagemaker:us-east-1:210987654321:pipeline/income');
    expect(imported).toMatchObject({ pipelineName: 'income', env: { account: '210987654321', region: 'us-east-1' } });
  });
});

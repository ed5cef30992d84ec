import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Duration, type Stack } from 'aws-cdk-lib/core';
import { S3Source } from '../../lib/core';
import {
  BedrockCommitment, BedrockCustomModelDeploymentStep, BedrockCustomModelStep, BedrockModelImportStep, BedrockProvisionedThroughputStep, Cache, EmrCluster,
  EmrServerlessStep, type EmrServerlessStepProps, EmrStep, StepProperty, type TransientEmrClusterOptions,
} from '../../lib/pipeline';
import { newStack, refusal, stepOf } from './support';
import { ENV, proof, sound } from './step-proof';

const role = (stack: Stack, name: string) => iam.Role.fromRoleArn(stack, name, `arn:aws:iam::123456789012:role/${name}`);

describe('a step on EMR', () => {
  const transient = (stack: Stack, options: Partial<TransientEmrClusterOptions> = {}) => EmrCluster.transient({
    releaseLabel: 'emr-7.5.0', serviceRole: role(stack, 'EmrService'),
    instanceProfile: iam.InstanceProfile.fromInstanceProfileAttributes(stack, 'Profile', {
      instanceProfileArn: 'arn:aws:iam::123456789012:instance-profile/machines', role: role(stack, 'Machines'),
    }),
    ...options,
  });

  test('may run on a cluster that exists', () => {
    expect(proof((stack) => [new EmrStep('Count', {
      cluster: EmrCluster.fromClusterId('j-1ABC'), jar: 's3://programs/count.jar', mainClass: 'Count', arguments: ['--from', StepProperty.of('Before', 'A').valueAsString],
      properties: { level: 'debug' }, executionRole: role(stack, 'Runtime'), cache: Cache.expiringAfter(Duration.hours(1)),
    }), new EmrStep('Before', { cluster: EmrCluster.fromClusterId('j-1ABC'), jar: 'command-runner.jar' })])).toMatchSnapshot();
  });

  test('may start a cluster of its own', () => {
    expect(proof((stack) => [new EmrStep('Count', {
      cluster: transient(stack, {
        applications: ['Spark', 'Hive'], instanceType: 'm6g.xlarge', coreNodes: 3, subnet: ec2.Subnet.fromSubnetId(stack, 'Subnet', 'subnet-1'),
        logs: s3.Bucket.fromBucketName(stack, 'Logs', 'logs'), overrides: { ScaleDownBehavior: 'TERMINATE_AT_TASK_COMPLETION' },
      }),
      jar: 'command-runner.jar', arguments: ['spark-submit', 's3://programs/count.py'],
    })])).toMatchSnapshot();
  });

  test('hands its ids on, of any cluster', () => {
    const first = new EmrStep('First', { cluster: EmrCluster.fromClusterId('j-1ABC'), jar: 'a.jar' });
    const { roles, steps } = proof(() => [
      new EmrStep('First', { cluster: EmrCluster.fromClusterId('j-1ABC'), jar: 'a.jar' }),
      new EmrStep('Then', {
        cluster: EmrCluster.fromClusterId(StepProperty.of('First', 'ClusterId').valueAsString), jar: 'b.jar', arguments: [StepProperty.of('First', 'Id').valueAsString],
      }),
    ]);
    expect((steps as any[])[1].Arguments).toMatchObject({ ClusterId: { Get: 'Steps.First.ClusterId' }, StepConfig: { HadoopJarStep: { Args: [{ Get: 'Steps.First.Id' }] } } });
    expect((roles as { pipeline: string[] }).pipeline).toContain('elasticmapreduce:AddJobFlowSteps on arn:aws:elasticmapreduce:eu-west-1:123456789012:cluster/*');
    expect([first.clusterId._render(), first.stepId._render()]).toEqual([{ 'Std:Join': { On: '', Values: ['j-1ABC'] } }, { Get: 'Steps.First.Id' }]);
    expect(new EmrStep('Own', { cluster: transient(newStack()), jar: 'a.jar' }).clusterId._render()).toEqual({ Get: 'Steps.Own.ClusterId' });
  });

  test.each<[string, string, Partial<TransientEmrClusterOptions>]>([
    ['no core nodes', 'EmrCoreNodesRange', { coreNodes: 0 }],
    ['a name', 'EmrMemberRefused', { overrides: { Name: 'x' } }],
    ['protection from its end', 'EmrMemberRefused', { overrides: { Instances: { InstanceGroups: [], TerminationProtected: true } } }],
    ['neither groups nor fleets', 'EmrInstances', { overrides: { Instances: {} } }],
    ['groups and fleets', 'EmrInstances', { overrides: { Instances: { InstanceGroups: [], InstanceFleets: [] } } }],
  ])('fails for a cluster with %s', (_, code, options) => expect(refusal(() => transient(newStack({ env: ENV }), options))).toContain(code));

  test('takes a cluster with one core node and fleets, and refuses machines whose role nobody knows', () => {
    expect(refusal(() => transient(newStack({ env: ENV }), { coreNodes: 1, overrides: { Instances: { InstanceFleets: [] } } }))).toBe('accepted');
    const stack = newStack({ env: ENV });
    const instanceProfile = iam.InstanceProfile.fromInstanceProfileArn(stack, 'Other', 'arn:aws:iam::123456789012:instance-profile/machines');
    expect(refusal(() => transient(stack, { instanceProfile }))).toContain('EmrInstanceRoleUnknown');
  });
});

describe('a step on EMR Serverless', () => {
  const program = (stack: Stack, props: Partial<EmrServerlessStepProps>) => new EmrServerlessStep('Count', {
    entryPoint: 's3://programs/count.py', executionRole: role(stack, 'Runtime'), ...props,
  });

  test('may run in an application that exists', () => {
    expect(proof((stack) => [program(stack, {
      applicationId: '00abc', arguments: ['--big'], sparkSubmitParameters: '--conf spark.executor.cores=2', maxRuntime: Duration.minutes(30), overrides: { name: 'count' },
    })])).toMatchSnapshot();
  });

  test('may make an application', () => {
    expect(proof((stack) => [program(stack, { releaseLabel: 'emr-7.5.0' })])).toMatchSnapshot();
  });

  test.each<[string, Partial<EmrServerlessStepProps>]>([
    ['EmrServerlessApplication', {}], ['EmrServerlessApplication', { applicationId: 'a', releaseLabel: 'b' }],
    ['EmrEntryPointArgumentsCount', { applicationId: 'a', arguments: Array.from({ length: 61 }, () => 'x') }],
    ['EmrServerlessMaxRuntimeRange', { applicationId: 'a', maxRuntime: Duration.minutes(0) }],
  ])('fails with %s', (code, props) => expect(refusal(() => program(newStack({ env: ENV }), props))).toContain(code));

  test('takes sixty arguments and a minute', () => {
    expect(refusal(() => program(newStack({ env: ENV }), { applicationId: 'a', arguments: Array.from({ length: 60 }, () => 'x'), maxRuntime: Duration.minutes(1) }))).toBe('accepted');
  });
});

describe('steps of Bedrock', () => {
  const files = (stack: Stack) => S3Source.fromBucket(s3.Bucket.fromBucketName(stack, 'Models', 'models'), 'llm/');
  const ARN = 'arn:aws:bedrock:eu-west-1:123456789012:custom-model/imported/abcdefghijkl';

  test('make a custom model', () => {
    expect(proof((stack) => [new BedrockCustomModelStep('Make', {
      modelName: 'income', model: files(stack), role: role(stack, 'Bedrock'),
      encryptionKey: Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-1:123456789012:key/12345678-1234-1234-1234-123456789012'),
      overrides: { ModelTags: [{ Key: 'a', Value: 'b' }] },
    })])).toMatchSnapshot();
  });

  test('deploy it, import one, and buy throughput', () => {
    expect(proof((stack) => [
      new BedrockCustomModelDeploymentStep('Deploy', { modelDeploymentName: 'income', modelArn: ARN, overrides: { Description: 'Ours' } }),
      new BedrockModelImportStep('Import', { importedModelName: 'income', model: files(stack), role: role(stack, 'Bedrock') }),
      new BedrockProvisionedThroughputStep('Buy', { provisionedModelName: 'income', modelId: ARN, modelUnits: 2, commitment: BedrockCommitment.ONE_MONTH }),
    ])).toMatchSnapshot();
  });

  test('read the files as the role that is given', () => {
    const stack = newStack({ env: ENV });
    const reader = new iam.Role(stack, 'ReaderRole', { assumedBy: new iam.ServicePrincipal('bedrock.amazonaws.com') });
    const pipeline = sound(() => [new BedrockModelImportStep('Import', { importedModelName: 'a', model: files(stack), role: reader, jobName: 'own' })], stack);
    expect(stepOf(pipeline, 'Import').Arguments.JobName).toBe('own');
    expect(reader.node.tryFindChild('DefaultPolicy')).toBeDefined();
  });

  test('hand their ARNs on', () => {
    const made = new BedrockCustomModelStep('Make', { modelName: 'a', model: S3Source.fromUri('s3://a/b'), role: role(newStack(), 'Bedrock') });
    const served = new BedrockCustomModelDeploymentStep('Serve', { modelDeploymentName: 'a', modelArn: made.modelArn.valueAsString });
    const bought = new BedrockProvisionedThroughputStep('Buy', { provisionedModelName: 'a', modelId: made.modelArn.valueAsString });
    const imported = new BedrockModelImportStep('Import', { importedModelName: 'a', model: S3Source.fromUri('s3://a/b'), role: role(newStack(), 'Bedrock') });
    expect([made.modelArn, served.modelDeploymentArn, bought.provisionedModelArn, imported.importedModelArn].map((value) => value._render())).toEqual([
      { Get: 'Steps.Make.ModelArn' }, { Get: 'Steps.Serve.ModelDeploymentArn' }, { Get: 'Steps.Buy.ProvisionedModelArn' }, { Get: 'Steps.Import.ImportedModelArn' },
    ]);
  });

  test.each(['', 'a b', 'a--b', 'x'.repeat(64)])("fail with the name '%s'", (name) => {
    expect(refusal(() => new BedrockCustomModelDeploymentStep('A', { modelDeploymentName: name, modelArn: ARN }))).toContain('BedrockNameInvalid');
  });

  test.each(['a', 'a-b_c', 'x'.repeat(63)])("take the name '%s'", (name) => {
    expect(refusal(() => new BedrockProvisionedThroughputStep('A', { provisionedModelName: name, modelId: ARN, modelUnits: 1 }))).toBe('accepted');
  });

  test('fail to buy nothing', () => {
    expect(refusal(() => new BedrockProvisionedThroughputStep('A', { provisionedModelName: 'a', modelId: ARN, modelUnits: 0 }))).toContain('BedrockModelUnitsRange');
  });
});

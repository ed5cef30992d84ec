import { Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { CfnApplication } from 'aws-cdk-lib/aws-emrserverless';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { App, CfnParameter, Duration, Size, Stack, Validations } from 'aws-cdk-lib/core';
import { AwsSolutionsChecks } from 'cdk-nag';
import { S3Source } from '../../lib/core';
import {
  EmrArchitecture, EmrServerlessApplication, type EmrServerlessApplicationProps, EmrServerlessProgram, type EmrServerlessProgramProps,
} from '../../lib/data';
import { EmrServerlessStep, ExecutionVariable } from '../../lib/pipeline';
import { sound } from '../pipeline/step-proof';
import { stepOf } from '../pipeline/support';
import { ServiceModel } from '../../rehearsal/sagemaker/model/service-model';
import { botocoreData } from '../rehearsal/sagemaker/model-folder';
import { refusal } from '../support/reading';
import { ENV, newStack, permissionsOf, sample, SCRIPT } from './support';

const model = ServiceModel.load(botocoreData(), 'emr-serverless');
const FOLDER = 'test/training/fixtures/needy';
const bucket = (stack: Stack, name: string) => s3.Bucket.fromBucketName(stack, name, name);
const properties = (stack: Stack) => Object.values(Template.fromStack(stack).findResources('AWS::EMRServerless::Application'))[0].Properties;

describe('an application', () => {
  test('without settings stops when nothing runs, and has a limit', () => {
    const stack = newStack();
    new EmrServerlessApplication(stack, 'Spark');
    expect(properties(stack)).toEqual({
      Type: 'SPARK', ReleaseLabel: 'emr-7.5.0', Architecture: 'X86_64', AutoStartConfiguration: { Enabled: true },
      AutoStopConfiguration: { Enabled: true, IdleTimeoutMinutes: 15 }, MaximumCapacity: { Cpu: '64 vCPU', Memory: '512 GB' },
    });
  });

  test('takes every option', () => {
    const stack = newStack();
    const logs = new s3.Bucket(stack, 'Logs', { encryptionKey: new kms.Key(stack, 'Key') });
    new EmrServerlessApplication(stack, 'Spark', {
      releaseLabel: 'emr-7.9.0', applicationName: 'spark', architecture: EmrArchitecture.ARM64, idleTimeout: Duration.minutes(5), maxCpus: 16,
      maxMemory: Size.gibibytes(64), subnets: [ec2.Subnet.fromSubnetId(stack, 'Subnet', 'subnet-1')],
      securityGroups: [ec2.SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-1')], interactive: true, logs, logPrefix: 'spark/',
    });
    expect(properties(stack)).toMatchObject({
      Name: 'spark', ReleaseLabel: 'emr-7.9.0', Architecture: 'ARM64', AutoStopConfiguration: { IdleTimeoutMinutes: 5 },
      MaximumCapacity: { Cpu: '16 vCPU', Memory: '64 GB' }, NetworkConfiguration: { SubnetIds: ['subnet-1'], SecurityGroupIds: ['sg-1'] },
      InteractiveConfiguration: { LivyEndpointEnabled: true },
      MonitoringConfiguration: {
        S3MonitoringConfiguration: { EncryptionKeyArn: { 'Fn::GetAtt': [expect.stringMatching(/^Key/), 'Arn'] } }, ManagedPersistenceMonitoringConfiguration: { Enabled: false },
      },
    });
  });

  test('has capacities as the service writes them', () => {
    const stack = newStack();
    new EmrServerlessApplication(stack, 'Spark', { maxCpus: 1 });
    const { MaximumCapacity: { Cpu: cpu, Memory: memory } } = properties(stack);
    expect(model.validateInput('CreateApplication', { clientToken: 'a', type: 'SPARK', releaseLabel: 'emr-7.5.0', maximumCapacity: { cpu, memory } })).toEqual([]);
  });

  const subnets = (count: number) => (stack: Stack) => Array.from({ length: count }, (_, n) => ec2.Subnet.fromSubnetId(stack, `Subnet${n}`, `subnet-${n}`));
  const groups = (count: number) => (stack: Stack) => Array.from({ length: count }, (_, n) => ec2.SecurityGroup.fromSecurityGroupId(stack, `Group${n}`, `sg-${n}`));
  test.each<[string, (stack: Stack) => EmrServerlessApplicationProps, string]>([
    ['a release of another form', () => ({ releaseLabel: '7.5.0' }), 'EmrReleaseLabel'],
    ['a release by its full name', () => ({ releaseLabel: 'emr-7.5.0-latest' }), 'accepted'],
    ['a name of 64 characters', () => ({ applicationName: 'n'.repeat(64) }), 'accepted'],
    ['a name of 65 characters', () => ({ applicationName: 'n'.repeat(65) }), 'EmrApplicationName'],
    ['a name with a space', () => ({ applicationName: 'a b' }), 'EmrApplicationName'],
    ['less than a minute of idleness', () => ({ idleTimeout: Duration.seconds(30) }), 'IdleTimeoutRange'],
    ['a minute of idleness', () => ({ idleTimeout: Duration.minutes(1) }), 'accepted'],
    ['a week of idleness', () => ({ idleTimeout: Duration.days(7) }), 'accepted'],
    ['more than a week of idleness', () => ({ idleTimeout: Duration.minutes(10081) }), 'IdleTimeoutRange'],
    ['no processors', () => ({ maxCpus: 0 }), 'MaxCpusRange'],
    ['16 subnets', (stack) => ({ subnets: subnets(16)(stack) }), 'accepted'],
    ['17 subnets', (stack) => ({ subnets: subnets(17)(stack) }), 'EmrSubnetsCount'],
    ['5 security groups', (stack) => ({ subnets: subnets(1)(stack), securityGroups: groups(5)(stack) }), 'accepted'],
    ['6 security groups', (stack) => ({ subnets: subnets(1)(stack), securityGroups: groups(6)(stack) }), 'EmrSecurityGroupsCount'],
    ['security groups without subnets', (stack) => ({ securityGroups: groups(1)(stack) }), 'NetworkIncomplete'],
    ['a prefix and no bucket', () => ({ logPrefix: 'a/' }), 'EmrLogPrefixUnused'],
    ['a prefix that starts with a slash', (stack) => ({ logs: bucket(stack, 'logs'), logPrefix: '/a' }), 'S3KeyInvalid'],
    ['what is known later', (stack) => {
      const text = new CfnParameter(stack, 'Text').valueAsString;
      return { releaseLabel: text, applicationName: text, logs: bucket(stack, 'logs'), logPrefix: text };
    }, 'accepted'],
  ])('with %s', (_, props, outcome) => {
    const stack = newStack();
    expect(refusal(() => new EmrServerlessApplication(stack, 'Spark', props(stack)))).toContain(outcome);
  });
});

const programIn = (stack: Stack, props: Partial<EmrServerlessProgramProps> = {}) => new EmrServerlessProgram(stack, 'Count', {
  application: CfnApplication.fromApplicationId(stack, 'Spark', '00abc'), entryPoint: SCRIPT, ...props,
});

describe('a program', () => {
  test('runs as a role that may do what it names, and nothing else', () => {
    const stack = newStack();
    programIn(stack, { reads: [S3Source.fromBucket(bucket(stack, 'lake'), 'raw/')], writes: [{ bucket: bucket(stack, 'clean'), prefix: 'out/' }] });
    expect(permissionsOf(stack)).toEqual([
      's3:AbortMultipartUpload on arn:aws:s3:::clean/out/*', 's3:DeleteObject on arn:aws:s3:::clean/out/*', 's3:GetObject on arn:aws:s3:::clean/out/*',
      's3:GetObject on arn:aws:s3:::lake/raw/*',
      's3:ListBucket on arn:aws:s3:::clean if {"StringLike":{"s3:prefix":["out/*"]}}', 's3:ListBucket on arn:aws:s3:::lake if {"StringLike":{"s3:prefix":["raw/*"]}}',
      's3:PutObject on arn:aws:s3:::clean/out/*',
    ]);
    const [role] = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Role'));
    expect(role.Properties.AssumeRolePolicyDocument.Statement).toEqual([{
      Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'emr-serverless.amazonaws.com' },
      Condition: { StringEqualsIfExists: { 'aws:SourceAccount': '123456789012' } },
    }]);
  });

  test('writes the logs that its application keeps', () => {
    const stack = newStack();
    programIn(stack, { application: new EmrServerlessApplication(stack, 'Own', { logs: bucket(stack, 'logs') }) });
    expect(permissionsOf(stack)).toEqual([
      's3:AbortMultipartUpload on arn:aws:s3:::logs/emr-serverless/*', 's3:GetObject on arn:aws:s3:::logs/emr-serverless/*',
      's3:ListBucket on arn:aws:s3:::logs if {"StringLike":{"s3:prefix":["emr-serverless/*"]}}', 's3:PutObject on arn:aws:s3:::logs/emr-serverless/*',
    ]);
  });

  test('needs no permission for logs that EMR keeps', () => {
    const stack = newStack();
    programIn(stack, { application: new EmrServerlessApplication(stack, 'Own') });
    expect(permissionsOf(stack)).toEqual([]);
  });

  test('is shipped with the modules of its folder, and told its settings', () => {
    const stack = newStack();
    const program = programIn(stack, { entryPoint: `${FOLDER}/train.py`, sourceDir: FOLDER, conf: { 'spark.executor.memory': '8g', 'spark.executor.cores': '4' } });
    const parameters = String(sample(stack.resolve(program.sparkSubmitParameters)));
    expect(parameters).toMatch(/^--py-files s3:\/\/\S+\.zip --conf spark.executor.memory=8g --conf spark.executor.cores=4$/);
    expect(String(sample(stack.resolve(program.entryPointUri)))).toMatch(/^s3:\/\/.*\.py$/);
    expect(permissionsOf(stack, ['s3:']).filter((line) => line.startsWith('s3:GetObject')).map((line) => line.split('.').pop()).sort()).toEqual(['py', 'zip']);
  });

  test('may be a JAR file, and run as a role of yours', () => {
    const stack = newStack();
    const role = iam.Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::123456789012:role/spark');
    const jar = 'test/data/fixtures/count.jar';
    const program = programIn(stack, { entryPoint: jar, mainClass: 'com.example.Count', role });
    expect(program.sparkSubmitParameters).toBe('--class com.example.Count');
    expect(program.grantPrincipal).toBe(role.grantPrincipal);
    expect(Template.fromStack(stack).findResources('AWS::IAM::Role')).toEqual({});
  });

  test('can be started from a shell', () => {
    const stack = newStack();
    const command = String(sample(stack.resolve(programIn(stack).runNowCommand)));
    expect(command).toMatch(/^aws emr-serverless start-job-run --region eu-west-1 --application-id 00abc --execution-role-arn arn:aws:iam::\S+ --job-driver '\{"sparkSubmit":\{"entryPoint":"s3:\S+"\}\}'$/);
  });

  test('is run by a step, which may hand over its role and use its application alone', () => {
    const stack = newStack();
    const program = programIn(stack, { conf: { 'spark.a': 'b' } });
    const step = EmrServerlessStep.ofProgram('Count', program, { arguments: [ExecutionVariable.PIPELINE_EXECUTION_ID.valueAsString], maxRuntime: Duration.hours(1) });
    const pipeline = sound(() => [step], stack);
    expect(sample(stepOf(pipeline, 'Count').Arguments)).toMatchObject({
      ExecutionRoleArn: expect.stringContaining('role/'), ApplicationId: '00abc',
      JobConfig: { executionTimeoutMinutes: 60, jobDriver: { sparkSubmit: { entryPointArguments: [{ Get: 'Execution.PipelineExecutionId' }], sparkSubmitParameters: '--conf spark.a=b' } } },
    });
    expect(permissionsOf(stack).filter((line) => line.includes('StartJobRun'))).toEqual([
      'emr-serverless:StartJobRun on arn:aws:emr-serverless:eu-west-1:123456789012:/applications/00abc',
    ]);
  });

  test.each<[string, Partial<EmrServerlessProgramProps>, string]>([
    ['another ending', { entryPoint: 'README.md' }, 'SparkEntryPoint'],
    ['no such file', { entryPoint: 'gone.py' }, 'FileMissing'],
    ['a folder that it does not lie in', { sourceDir: FOLDER }, 'EntryPointOutsideSourceDir'],
    ['the folder it lies in', { sourceDir: 'test/pipeline/fixtures' }, 'accepted'],
    ['a folder above', { sourceDir: 'test/pipeline' }, 'accepted'],
    ['modules of a JAR file', { entryPoint: 'test/data/fixtures/count.jar', sourceDir: 'test/data/fixtures' }, 'SparkSourceDir'],
    ['a class of a script', { mainClass: 'Count' }, 'SparkMainClass'],
    ['a setting of something else', { conf: { 'hive.a': 'b' } }, 'SparkConf'],
    ['a setting with a space', { conf: { 'spark.a': 'b c' } }, 'SparkConf'],
    ['a setting', { conf: { 'spark.a': 'b=c' } }, 'accepted'],
  ])('with %s', (_, props, outcome) => expect(refusal(() => programIn(newStack(), props))).toContain(outcome));
});

test('cdk-nag finds nothing', () => {
  const app = new App();
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  const stack = new Stack(app, 'Shop', { env: ENV });
  const application = new EmrServerlessApplication(stack, 'Own', { logs: bucket(stack, 'logs') });
  programIn(stack, { application, reads: [S3Source.fromBucket(bucket(stack, 'lake'), 'raw/')], writes: [{ bucket: bucket(stack, 'clean') }] });
  expect(() => app.synth()).not.toThrow();
});

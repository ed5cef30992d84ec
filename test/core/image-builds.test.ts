import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sns from 'aws-cdk-lib/aws-sns';
import { App, CfnOutput, Duration, Stack, Token, Validations } from 'aws-cdk-lib/core';
import { AwsSolutionsChecks } from 'cdk-nag';
import { BuildMachine, type CodeBuildOptions, ContainerImage, type DockerfileOptions, ImageBuilder } from '../../lib/core';
import { refusal, text } from '../support/reading';

const FOLDER = 'test/core/fixtures/container';
const ENV = { account: '123456789012', region: 'eu-west-1' };

let app: App;
let stack: Stack;
beforeEach(() => {
  app = new App();
  stack = new Stack(app, 'S', { env: ENV });
});

function imageIn(options: CodeBuildOptions = {}, docker: DockerfileOptions = {}, folder = FOLDER) {
  return ContainerImage.fromDockerfile(folder, { ...docker, builder: ImageBuilder.codeBuild(options) }).bind(stack);
}

function all(type: string): any[] {
  return Object.values(Template.fromStack(stack).findResources(type)).map(({ Properties }) => Properties as unknown);
}

const only = (type: string) => {
  const found = all(type);
  expect(found).toHaveLength(1);
  return found[0];
};
const specOf = (project: any) => JSON.parse(text(project.Source.BuildSpec));
const commandsOf = (project: any): string[] => Object.values<any>(specOf(project).phases).flatMap(({ commands }) => commands as string[]);
const tagOf = () => only('Custom::SageMakerExecution').AwaitedInput.tag as string;

/** What a role may do: a line for each action on each resource. */
function permissions(role: RegExp): string[] {
  return all('AWS::IAM::Policy').filter(({ Roles }) => role.test(Roles[0].Ref))
    .flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
    .flatMap(({ Action, Resource }) => [Action].flat().flatMap((action: string) => [Resource].flat().map((each: unknown) => `${action} on ${text(each)}`)))
    .filter((line) => !/^(logs:.*on \*|xray)/.test(line)).sort();
}

test('the image is what the deployment built, and waits for it', () => {
  const bound = imageIn();
  expect(stack.resolve(bound.uri)).toEqual({ 'Fn::GetAtt': [expect.stringMatching(/^SageMakerImageBuildsSageMakerImage1/), 'ImageUri'] });
  expect(text(stack.resolve(bound.repositoryArn))).toMatch(/^<SageMakerImageBuildsRepository\w+\.Arn>$/);
  const { AwaitedInput, RunHash } = only('Custom::SageMakerExecution');
  expect(AwaitedInput).toEqual({
    projectName: expect.anything(), repositoryName: expect.anything(), tag: expect.stringMatching(/^[0-9a-f]{40}$/), imageUri: expect.anything(),
  });
  expect(RunHash).toBe(AwaitedInput.tag);
  expect(text(AwaitedInput.imageUri)).toContain(`:${AwaitedInput.tag}`);
});

test('the folder goes up as it is, and CodeBuild builds it for Intel and pushes it under its tag', () => {
  imageIn({}, { target: 'train', buildArgs: { GREETING: "it's fine" } });
  const project = only('AWS::CodeBuild::Project');
  expect(project).toMatchObject({
    Source: { Type: 'S3' }, Artifacts: { Type: 'NO_ARTIFACTS' }, TimeoutInMinutes: 30,
    Environment: { ComputeType: 'BUILD_GENERAL1_SMALL', PrivilegedMode: true, Type: 'LINUX_CONTAINER' },
  });
  expect(text(project.Source.Location)).toMatch(/^cdk-hnb659fds-assets-123456789012-eu-west-1\/[0-9a-f]{64}\.zip$/);
  const [login, build, push] = commandsOf(project);
  expect(login).toMatch(/^aws ecr get-login-password \| docker login --username AWS --password-stdin \S+$/);
  expect(build).toContain("docker build --platform linux/amd64 --file 'Dockerfile' --target 'train' --build-arg 'GREETING=it'\\''s fine' --tag ");
  expect(push).toMatch(new RegExp(`^docker push .*:${tagOf()}$`));
  expect(app.synth().manifest.artifacts).toBeDefined();
});

test('another folder, file, target or argument is another tag, and the same ones are one build', () => {
  const builder = ImageBuilder.codeBuild();
  const image = (options: DockerfileOptions = {}) => ContainerImage.fromDockerfile(FOLDER, { ...options, builder }).bind(stack).uri;
  expect(image()).toBe(image());
  [image({ target: 'train' }), image({ buildArgs: { A: '1' } })].forEach((each) => expect(each).not.toBe(image()));
  const tags = all('Custom::SageMakerExecution').map(({ AwaitedInput }) => AwaitedInput.tag as string);
  expect(new Set(tags).size).toBe(3);
  expect(all('AWS::StepFunctions::StateMachine')).toHaveLength(1);
});

test('what a .dockerignore leaves out changes nothing', () => {
  const folder = mkdtempSync(join(tmpdir(), 'image-'));
  try {
    writeFileSync(join(folder, 'Dockerfile'), 'FROM scratch');
    writeFileSync(join(folder, '.dockerignore'), '# notes\nnotes.txt\n');
    imageIn({}, {}, folder);
    const before = tagOf();
    writeFileSync(join(folder, 'notes.txt'), 'x');
    stack = new Stack(new App(), 'S', { env: ENV });
    imageIn({}, {}, folder);
    expect(tagOf()).toBe(before);
    writeFileSync(join(folder, 'train.py'), 'x');
    stack = new Stack(new App(), 'S', { env: ENV });
    imageIn({}, {}, folder);
    expect(tagOf()).not.toBe(before);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

describe('the repository', () => {
  test('of its own keeps tags as they are, scans, forgets cut-off pushes and stays', () => {
    imageIn();
    Template.fromStack(stack).hasResource('AWS::ECR::Repository', {
      DeletionPolicy: 'RetainExceptOnCreate',
      Properties: { ImageTagMutability: 'IMMUTABLE', ImageScanningConfiguration: { ScanOnPush: true } },
    });
    const { LifecyclePolicyText: rules } = only('AWS::ECR::Repository').LifecyclePolicy;
    expect(JSON.parse(rules).rules).toEqual([expect.objectContaining({ selection: { tagStatus: 'untagged', countType: 'sinceImagePushed', countNumber: 1, countUnit: 'days' } })]);
  });

  test('is encrypted with a key of yours', () => {
    imageIn({ encryptionKey: new kms.Key(stack, 'Key') });
    expect(only('AWS::ECR::Repository').EncryptionConfiguration).toEqual({ EncryptionType: 'KMS', KmsKey: expect.anything() });
    expect(only('AWS::CodeBuild::Project').EncryptionKey).toEqual(expect.anything());
  });

  test('may be yours', () => {
    const repository = ecr.Repository.fromRepositoryName(stack, 'Mine', 'mine');
    const { repositoryArn } = imageIn({ repository });
    expect(repositoryArn).toBe(repository.repositoryArn);
    expect(all('AWS::ECR::Repository')).toEqual([]);
    expect(only('Custom::SageMakerExecution').AwaitedInput.repositoryName).toBe('mine');
  });
});

describe('the roles', () => {
  test('read the folder, push to the repository and pull what the image starts from', () => {
    imageIn({ repository: ecr.Repository.fromRepositoryName(stack, 'Mine', 'mine'), baseImages: [ContainerImage.of('pytorch', { version: '2.6' })] });
    const mine = 'arn:aws:ecr:eu-west-1:123456789012:repository/mine';
    const base = 'arn:aws:ecr:eu-west-1:763104351884:repository/pytorch-training';
    const plain = permissions(/ProjectRole/).map((line) => line.replace(/<AWS::Partition>/g, 'aws'));
    expect(plain.filter((line) => line.startsWith('ecr'))).toEqual([
      `ecr:BatchCheckLayerAvailability on ${mine}`, `ecr:BatchCheckLayerAvailability on ${base}`, `ecr:BatchGetImage on ${mine}`, `ecr:BatchGetImage on ${base}`,
      `ecr:CompleteLayerUpload on ${mine}`, 'ecr:GetAuthorizationToken on *', `ecr:GetDownloadUrlForLayer on ${mine}`, `ecr:GetDownloadUrlForLayer on ${base}`,
      `ecr:InitiateLayerUpload on ${mine}`, `ecr:PutImage on ${mine}`, `ecr:UploadLayerPart on ${mine}`,
    ]);
    expect(plain.filter((line) => line.startsWith('s3'))).toEqual([
      expect.stringMatching(/^s3:GetObject on .*\/[0-9a-f]{64}\.zip$/), expect.stringMatching(/^s3:GetObjectVersion on .*\.zip$/),
    ]);
    expect(commandsOf(only('AWS::CodeBuild::Project')).filter((line) => line.includes('docker login'))).toHaveLength(2);
  });

  test('look for the image, and start, follow and stop this build alone', () => {
    imageIn({ repository: ecr.Repository.fromRepositoryName(stack, 'Mine', 'mine') });
    expect(permissions(/MachineRole/).map((line) => line.replace(/<SageMakerImageBuilds\w+\.Arn>/, '<Arn>'))).toEqual([
      'codebuild:BatchGetBuilds on <Arn>', 'codebuild:StartBuild on <Arn>', 'codebuild:StopBuild on <Arn>',
      'ecr:BatchGetImage on arn:aws:ecr:eu-west-1:123456789012:repository/mine',
      ...['DescribeRule', 'PutRule', 'PutTargets'].map((each) => `events:${each} on arn:aws:events:eu-west-1:123456789012:rule/StepFunctionsGetEventForCodeBuildStartBuildRule`),
      'lambda:InvokeFunction on <Arn>',
    ]);
  });
});

test('the state machine looks, builds and answers, and its log leaves out the signed URL', () => {
  imageIn({ alarmTopic: new sns.Topic(stack, 'Topic') });
  const { DefinitionString, LoggingConfiguration } = only('AWS::StepFunctions::StateMachine');
  const machine = JSON.parse(text(DefinitionString));
  const nexts = [...JSON.stringify(machine).matchAll(/"(?:Next|Default|StartAt)":"(\w+)"/g)].map(([, next]) => next);
  expect([...new Set(nexts)].sort()).toEqual(Object.keys(machine.States).sort());
  expect(machine).toMatchSnapshot();
  expect(LoggingConfiguration.IncludeExecutionData).toBe(false);
  expect(machine.TimeoutSeconds).toBeLessThan(3_600);
  Template.fromStack(stack).hasResourceProperties('AWS::CloudWatch::Alarm', { AlarmActions: [{ Ref: Match.stringLikeRegexp('^Topic') }] });
});

describe('the images of a stack are built by one, so they', () => {
  const topics = () => ['A', 'B'].map((id) => new sns.Topic(stack, id));
  const keys = () => ['A', 'B'].map((id) => new kms.Key(stack, id));

  test('have the same topic for its alarms, or leave it out', () => {
    const [alarmTopic, another] = topics();
    imageIn({ alarmTopic });
    expect(refusal(() => imageIn({ alarmTopic }, { target: 'a' }))).toBe('accepted');
    expect(refusal(() => imageIn({}, { target: 'b' }))).toBe('accepted');
    expect(refusal(() => imageIn({ alarmTopic: another }, { target: 'c' }))).toMatch(/ImageBuilderDiffers[^]*alarmTopic/);
  });

  test('have the same key for their repository, unless they have a repository of their own', () => {
    const [encryptionKey, another] = keys();
    imageIn({ encryptionKey });
    expect(refusal(() => imageIn({ encryptionKey }, { target: 'a' }))).toBe('accepted');
    expect(refusal(() => imageIn({ encryptionKey: another, repository: ecr.Repository.fromRepositoryName(stack, 'R', 'r') }, { target: 'b' }))).toBe('accepted');
    expect(refusal(() => imageIn({ encryptionKey: another }, { target: 'c' }))).toMatch(/ImageBuilderDiffers[^]*encryptionKey/);
  });
});

test('another stack may use the image, and is deployed after it', () => {
  const other = new Stack(app, 'Other', { env: ENV });
  new CfnOutput(other, 'Image', { value: imageIn().uri });
  app.synth();
  expect(other.dependencies).toEqual([stack]);
});

test.each<[string, CodeBuildOptions, string]>([
  ['four minutes', { timeout: Duration.minutes(4) }, 'BuildTimeoutRange'], ['five minutes', { timeout: Duration.minutes(5) }, 'accepted'],
  ['50 minutes', { timeout: Duration.minutes(50) }, 'accepted'], ['51 minutes', { timeout: Duration.minutes(51) }, 'BuildTimeoutRange'],
  ['a time that is known later', { timeout: Duration.minutes(Token.asNumber({ Ref: 'Minutes' })) }, 'accepted'],
  ['a larger machine', { machine: BuildMachine.LARGE }, 'accepted'],
])('judges %s', (_, options, expected) => {
  expect(refusal(() => imageIn(options)).split(/\s/)[0]).toBe(expected);
});

test('without a Dockerfile it fails, as with Docker', () => {
  expect(refusal(() => imageIn({}, {}, 'test/core/nowhere'))).toContain('DockerfileMissing');
});

test('local Docker is what builds unless told otherwise', () => {
  ContainerImage.fromDockerfile(FOLDER, { builder: ImageBuilder.localDocker() }).bind(stack);
  expect(all('AWS::CodeBuild::Project')).toEqual([]);
});

test.each([false, true])('cdk-nag finds nothing, with a key: %s', (withKey) => {
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  imageIn({ encryptionKey: withKey ? new kms.Key(stack, 'Key', { enableKeyRotation: true }) : undefined });
  expect(() => app.synth()).not.toThrow();
});

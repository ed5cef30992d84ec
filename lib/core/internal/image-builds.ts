import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type * as ecr from 'aws-cdk-lib/aws-ecr';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type { Asset } from 'aws-cdk-lib/aws-s3-assets';
import type * as sns from 'aws-cdk-lib/aws-sns';
import { Duration, IgnoreMode, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import { Construct, type IConstruct } from 'constructs';
import type { BoundImage, DockerfileOptions } from '../container-image';
import { BuildMachine, type CodeBuildOptions } from '../image-builder';
import { allow } from './allow';
import { arnOf } from './arns';
import { Mistakes } from './errors';
import { executeOnDeployment } from './execution-starter';
import { HandlerFunction } from './handler-function';
import { buildDefinition } from './image-build-definition';
import { ImageProject } from './image-project';
import { Limit } from './limits';
import { sharedInStack } from './shared-in-stack';
import { Workflow } from './workflow';

const TIMEOUT = Limit.between('BuildTimeout', 5, 50);

/** What builds the images of a stack: a state machine that has CodeBuild build what is not there, and answers the deployment. */
export class ImageBuilds extends Construct {
  public static of(scope: IConstruct, options: CodeBuildOptions): ImageBuilds {
    const builds = sharedInStack(scope, 'SageMakerImageBuilds', (stack, id) => new ImageBuilds(stack, id, options));
    builds.refuseOther('alarmTopic', builds.alarmTopic?.topicArn, options.alarmTopic?.topicArn);
    return builds;
  }

  private readonly machine: Workflow;
  private readonly alarmTopic: sns.ITopic | undefined;
  private own: ecr.Repository | undefined;
  private keyOfOwn: kms.IKey | undefined;

  private constructor(scope: Construct, id: string, { alarmTopic }: CodeBuildOptions) {
    super(scope, id);
    this.alarmTopic = alarmTopic;
    const answer = new HandlerFunction(this, 'Answer', {
      handler: 'answer-deployment', description: 'Tells CloudFormation how the build of an image ended', alarmTopic,
    });
    this.machine = new Workflow(this, 'Machine', {
      definition: (integration) => buildDefinition(answer.function.functionArn, integration),
      calls: [answer],
      purpose: 'build images',
      failures: 'builds of images that a deployment was not told about',
      secretInput: true,
      alarmTopic,
    });
    // Step Functions hears of the end of builds by a rule of its own.
    allow(this.machine.role, {
      actions: ['events:DescribeRule', 'events:PutRule', 'events:PutTargets'],
      resourceArns: [arnOf(this, { service: 'events', resource: 'rule', resourceName: 'StepFunctionsGetEventForCodeBuildStartBuildRule' })],
    });
  }

  /** Builds an image when the stack is deployed, unless it is there. */
  public build(id: string, directory: string, docker: DockerfileOptions, options: CodeBuildOptions): BoundImage {
    const { timeout = Duration.minutes(30), machine = BuildMachine.SMALL, baseImages = [], encryptionKey } = options;
    TIMEOUT.check(this, 'timeout', timeout.isUnresolved() ? undefined : timeout.toMinutes());
    const asset = stageFolder(this, `${id}Folder`, directory);
    const repository = options.repository ?? this.ownRepository(options);
    const told = [asset.assetHash, docker.file, docker.target, Stack.of(this).resolve(docker.buildArgs)];
    const tag = createHash('sha256').update(JSON.stringify(told)).digest('hex').slice(0, 40);
    const project = new ImageProject(this, `${id}Project`, {
      asset, repository, tag, docker, machine, timeout, encryptionKey, baseImages: baseImages.map((image) => image.bind(this)),
    });
    const { role } = this.machine;
    allow(role, { actions: ['codebuild:BatchGetBuilds', 'codebuild:StartBuild', 'codebuild:StopBuild'], resourceArns: [project.projectArn] });
    allow(role, { actions: ['ecr:BatchGetImage'], resourceArns: [repository.repositoryArn] });
    const image = executeOnDeployment(this, id, this.machine, {
      RunHash: tag,
      AwaitedInput: { projectName: project.projectName, repositoryName: repository.repositoryName, tag, imageUri: repository.repositoryUriForTag(tag) },
    });
    image.node.addDependency(project);
    return { uri: image.getAtt('ImageUri').toString(), repositoryArn: repository.repositoryArn, repositoryUri: repository.repositoryUri };
  }

  /** Models refer to its images, so it stays; what a push left without a tag is of no use. */
  private ownRepository({ encryptionKey }: CodeBuildOptions): ecr.IRepository {
    if (this.own) {
      this.refuseOther('encryptionKey', this.keyOfOwn?.keyArn, encryptionKey?.keyArn);
      return this.own;
    }
    // Loaded here because most programs build no image.
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const { Repository, RepositoryEncryption, TagMutability, TagStatus } = require('aws-cdk-lib/aws-ecr') as typeof import('aws-cdk-lib/aws-ecr');
    this.keyOfOwn = encryptionKey;
    this.own = new Repository(this, 'Repository', {
      imageTagMutability: TagMutability.IMMUTABLE,
      imageScanOnPush: true,
      encryption: encryptionKey ? RepositoryEncryption.KMS : RepositoryEncryption.AES_256,
      encryptionKey,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
      lifecycleRules: [{ description: 'Layers of pushes that were cut off', tagStatus: TagStatus.UNTAGGED, maxImageAge: Duration.days(1) }],
    });
    return this.own;
  }

  /** All images of a stack are built by one, so what it was made with counts for all; one that says nothing takes it as it is. */
  private refuseOther(property: string, made: string | undefined, wanted: string | undefined): void {
    new Mistakes(this).when(wanted !== undefined && wanted !== made, {
      code: 'ImageBuilderDiffers', property, problem: `is another one than that of the stack's first image: ${made ?? 'none'}`, value: wanted,
      fix: 'Give all images of the stack the same builder, or give this one a repository and a stack of its own.',
    }).throwIfAny();
  }
}

/** The folder as CodeBuild takes it, without what its `.dockerignore` leaves out. */
function stageFolder(scope: Construct, id: string, path: string): Asset {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { Asset } = require('aws-cdk-lib/aws-s3-assets') as typeof import('aws-cdk-lib/aws-s3-assets');
  const ignored = join(path, '.dockerignore');
  const exclude = existsSync(ignored) ? readFileSync(ignored, 'utf8').split(/\r?\n/).filter((line) => line.trim() !== '' && !line.startsWith('#')) : [];
  return new Asset(scope, id, { path, exclude, ignoreMode: IgnoreMode.DOCKER });
}

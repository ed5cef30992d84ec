import * as codebuild from 'aws-cdk-lib/aws-codebuild';
import type * as ecr from 'aws-cdk-lib/aws-ecr';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { type Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { BoundImage, DockerfileOptions } from '../container-image';
import { allow } from './allow';
import { grantPull } from './job-site';
import { serviceRole } from './roles';
import { grantKey } from './s3-grants';
import type { ServiceRole } from './service-role';

export interface ImageProjectProps {
  readonly asset: Asset;
  readonly repository: ecr.IRepository;
  readonly tag: string;
  readonly docker: DockerfileOptions;
  readonly machine: string;
  readonly timeout: Duration;
  readonly baseImages: readonly BoundImage[];
  readonly encryptionKey?: kms.IKey;
}

const BUILD_IMAGE = 'aws/codebuild/standard:7.0';
const PUSH = [
  'ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:CompleteLayerUpload', 'ecr:GetDownloadUrlForLayer', 'ecr:InitiateLayerUpload', 'ecr:PutImage',
  'ecr:UploadLayerPart',
];

/** A project of CodeBuild that builds one image of one folder, and pushes it under one tag. */
export class ImageProject extends Construct {
  public readonly projectName: string;
  public readonly projectArn: string;

  constructor(scope: Construct, id: string, private readonly props: ImageProjectProps) {
    super(scope, id);
    const { asset, machine, timeout, encryptionKey } = props;
    const role = serviceRole(this, 'Role', 'Builds an image and pushes it', 'codebuild.amazonaws.com');
    const log = new logs.LogGroup(this, 'Log', { retention: logs.RetentionDays.ONE_MONTH, removalPolicy: RemovalPolicy.DESTROY });
    const project = new codebuild.CfnProject(this, 'Resource', {
      description: 'Builds an image for SageMaker from a folder with a Dockerfile',
      serviceRole: role.roleArn,
      source: { type: 'S3', location: `${asset.s3BucketName}/${asset.s3ObjectKey}`, buildSpec: Stack.of(this).toJsonString(this.buildSpec()) },
      artifacts: { type: 'NO_ARTIFACTS' },
      // Docker within the build needs the privileged mode.
      environment: { type: 'LINUX_CONTAINER', computeType: machine, image: BUILD_IMAGE, privilegedMode: true },
      logsConfig: { cloudWatchLogs: { status: 'ENABLED', groupName: log.logGroupName } },
      timeoutInMinutes: timeout.toMinutes(),
      queuedTimeoutInMinutes: 5,
      encryptionKey: encryptionKey?.keyArn,
    });
    project.node.addDependency(role);
    this.projectName = project.ref;
    this.projectArn = project.attrArn;
    this.grant(role, log);
    Validations.of(project).acknowledge({
      id: 'AwsSolutions::AwsSolutions-CB3', reason: 'Docker runs within the build, which takes the privileged mode; it builds your own folder alone.',
    });
    Validations.of(project).acknowledge({
      id: 'AwsSolutions::AwsSolutions-CB4', reason: 'The build writes no artifacts; without a key of yours, what it stores is encrypted with keys that AWS manages.',
    });
  }

  /** Reading the folder, writing the log, pulling what it starts from, pushing the one image. */
  private grant(role: ServiceRole, log: logs.LogGroup): void {
    const { asset, repository, baseImages, encryptionKey } = this.props;
    allow(role, { actions: ['s3:GetObject', 's3:GetObjectVersion'], resourceArns: [asset.bucket.arnForObjects(asset.s3ObjectKey)] });
    allow(role, { actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resourceArns: [log.logGroupArn] }, 'CodeBuild names a log stream after each build.');
    baseImages.forEach((image) => grantPull(image, role));
    allow(role, { actions: ['ecr:GetAuthorizationToken'], resourceArns: ['*'] }, 'Logging in to the registry supports no resource.');
    allow(role, { actions: PUSH, resourceArns: [repository.repositoryArn] });
    grantKey(encryptionKey, role, 'kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey');
  }

  private buildSpec(): object {
    const { docker, repository, tag, baseImages } = this.props;
    const uri = repository.repositoryUriForTag(tag);
    const registries = [...new Set([uri, ...baseImages.map((image) => image.uri)].map((each) => each.slice(0, each.indexOf('/'))))];
    const options = [
      `--file ${quoted(docker.file ?? 'Dockerfile')}`,
      ...(docker.target === undefined ? [] : [`--target ${quoted(docker.target)}`]),
      ...Object.entries(docker.buildArgs ?? {}).map(([name, value]) => `--build-arg ${quoted(`${name}=${value}`)}`),
    ];
    return {
      version: '0.2',
      phases: {
        pre_build: { commands: registries.map((host) => `aws ecr get-login-password | docker login --username AWS --password-stdin ${host}`) },
        build: { commands: [`docker build --platform linux/amd64 ${options.join(' ')} --tag ${uri} .`, `docker push ${uri}`] },
      },
    };
  }
}

/** A text as one word of a shell. */
function quoted(text: string): string {
  return `'${text.replace(/'/g, "'\\''")}'`;
}

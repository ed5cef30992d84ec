import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type * as ecr from 'aws-cdk-lib/aws-ecr';
import { Annotations, Aws, CfnMapping, Stack, Token } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import type { ImageBuilder } from './image-builder';
import { arnOf } from './internal/arns';
import { invalid } from './internal/errors';
import { findImage, registryAccounts, dnsSuffixOf, type FoundImage } from './internal/image-facts';

/** What an image is used for; the same framework has other images for other uses. */
export enum ImageUse {
  /** Training jobs, and processing jobs that run framework scripts. */
  TRAINING = 'training',
  /** Endpoints and batch transform. */
  INFERENCE = 'inference',
  /** Processing jobs with an image made for them, such as Spark. */
  PROCESSING = 'processing',
}

/** Which published image to use. */
export interface ContainerImageOptions {
  /**
   * Version as the image's tag names it, for example `1.4-2` of scikit-learn.
   *
   * @default - the newest version this library knows; pin it to keep templates stable across library upgrades
   */
  readonly version?: string;

  /**
   * What the image is for.
   *
   * @default ImageUse.TRAINING
   */
  readonly use?: ImageUse;

  /**
   * Processor the image is built for: `cpu`, `gpu`, `inf` or `trn`.
   *
   * @default 'cpu'
   */
  readonly processor?: string;

  /**
   * Python of the image, for example `py312`, where a version comes with several.
   *
   * @default - the newest
   */
  readonly python?: string;

  /**
   * What a Hugging Face image is built on, where a version comes with several: `pytorch`, `tensorflow`, or with a version, `pytorch2.0`.
   *
   * @default - the only one
   */
  readonly baseFramework?: string;
}

/** What answers requests in an image of DJL Serving. */
export enum DjlEngine {
  /** Large model inference (LMI) on GPUs, with vLLM. */
  LMI = 'djl-lmi',
  /** TensorRT-LLM on GPUs, which compiles the model first. */
  TENSORRT_LLM = 'djl-tensorrtllm',
  /** AWS Inferentia and Trainium. */
  NEURONX = 'djl-neuronx',
}

/** How an image is built from a folder. */
export interface DockerfileOptions {
  /**
   * The Dockerfile, relative to the folder.
   *
   * @default 'Dockerfile'
   */
  readonly file?: string;

  /**
   * Arguments of the build.
   *
   * @default - none
   */
  readonly buildArgs?: { [name: string]: string };

  /**
   * The stage to build of a Dockerfile with several.
   *
   * @default - the last
   */
  readonly target?: string;

  /**
   * Who builds it.
   *
   * @default ImageBuilder.localDocker()
   */
  readonly builder?: ImageBuilder;
}

/** An image bound to a stack. */
export interface BoundImage {
  /** URI as jobs and models take it. */
  readonly uri: string;
  /**
   * ARN of the ECR repository, for permission to pull.
   *
   * @default - unknown, because the image was given as a URI outside of ECR
   */
  readonly repositoryArn?: string;
  /** The URI without tag and digest: where other versions of the image are too. */
  readonly repositoryUri: string;
}

/**
 * A container image that SageMaker runs.
 *
 * AWS publishes its images from one registry account per region, which this library looks up. In a stack without
 * a fixed region the look-up becomes a CloudFormation mapping. Source: the image tables of the SageMaker Python SDK.
 */
export class ContainerImage {
  /**
   * An image that AWS publishes, by family: `sklearn`, `xgboost`, `pytorch`, `spark` and so on.
   *
   * Fails for a family or version that does not exist, and at binding for a region that does not have it. One that gets no fixes any more is
   * warned of at binding.
   */
  public static of(family: string, options: ContainerImageOptions = {}): ContainerImage {
    const found = findImage(family, {
      use: options.use ?? ImageUse.TRAINING,
      version: options.version,
      processor: options.processor ?? 'cpu',
      python: options.python,
      baseFramework: options.baseFramework,
    });
    return new ContainerImage((scope) => bindFound(scope, found), found.version);
  }

  /**
   * An image of DJL Serving, which serves large language models from Hugging Face's hub or from S3, without code; it does not train.
   *
   * Fails for a version that does not exist, and at binding for a region that does not have it.
   *
   * @param engine what answers requests
   * @param version for example `0.36.0`; the newest this library knows, unless given
   */
  public static djl(engine: DjlEngine = DjlEngine.LMI, version?: string): ContainerImage {
    return ContainerImage.of(engine, { use: ImageUse.INFERENCE, version });
  }

  /** An image by its URI, for example in a registry of your own; permission to pull is derived for ECR URIs. */
  public static fromUri(uri: string): ContainerImage {
    return new ContainerImage((scope) => bindUri(scope, uri));
  }

  /** An image in an ECR repository, by its tag or its digest (`sha256:...`). A tag that moves changes what later jobs run, not what is deployed. */
  public static fromEcrRepository(repository: ecr.IRepository, tagOrDigest: string = 'latest'): ContainerImage {
    return new ContainerImage(() => {
      const { repositoryArn, repositoryUri } = repository;
      return { uri: repository.repositoryUriForTagOrDigest(tagOrDigest), repositoryArn, repositoryUri };
    });
  }

  /**
   * An image built from a folder with a Dockerfile, for the Intel processors of SageMaker's instances.
   *
   * Docker on the machine that runs `cdk deploy` builds it and sends it to the bootstrap's registry, when what the folder holds has changed; with
   * `ImageBuilder.codeBuild()` CodeBuild does, into a registry of the stack. Fails at binding when there is no such Dockerfile.
   */
  public static fromDockerfile(directory: string, options: DockerfileOptions = {}): ContainerImage {
    return new ContainerImage((scope) => bindBuilt(scope, resolve(directory), options));
  }

  /** Version of a published image; undefined for an image given by URI. */
  public readonly version?: string;

  private constructor(private readonly bound: (scope: IConstruct) => BoundImage, version?: string) {
    this.version = version;
  }

  /**
   * Another image of the same repository, whose URI is known later.
   *
   * @internal
   */
  public _sibling(uri: string): ContainerImage {
    return new ContainerImage((scope) => ({ ...this.bound(scope), uri }));
  }

  /** The image's URI and repository in the stack of a construct. */
  public bind(scope: IConstruct): BoundImage {
    return this.bound(scope);
  }
}

/** Images that stacks build; the jobs of a stack mostly share one. */
const built = new WeakMap<Stack, Map<string, BoundImage>>();

function bindBuilt(scope: IConstruct, directory: string, options: DockerfileOptions): BoundImage {
  const { file = 'Dockerfile' } = options;
  if (!existsSync(join(directory, file))) {
    throw invalid(scope, {
      code: 'DockerfileMissing', property: 'directory', problem: `holds no '${file}'`, value: directory, fix: "Name the folder that holds it, or the file in 'file'.",
    });
  }
  const stack = Stack.of(scope);
  const known = built.get(stack) ?? new Map<string, BoundImage>();
  built.set(stack, known);
  const { builder, ...docker } = options;
  const name = JSON.stringify([directory, docker, builder?._identity]);
  const bound = known.get(name) ?? build(stack, `SageMakerImage${known.size + 1}`, directory, docker, builder);
  known.set(name, bound);
  return bound;
}

function build(stack: Stack, id: string, directory: string, options: DockerfileOptions, builder: ImageBuilder | undefined): BoundImage {
  if (builder?._codeBuild) {
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const { ImageBuilds } = require('./internal/image-builds') as typeof import('./internal/image-builds');
    return ImageBuilds.of(stack, builder._codeBuild).build(id, directory, options, builder._codeBuild);
  }
  // Loaded here because most programs build no image.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { DockerImageAsset, Platform } = require('aws-cdk-lib/aws-ecr-assets') as typeof import('aws-cdk-lib/aws-ecr-assets');
  const { imageUri, repository } = new DockerImageAsset(stack, id, { ...options, directory, platform: Platform.LINUX_AMD64 });
  return { uri: imageUri, repositoryArn: repository.repositoryArn, repositoryUri: repository.repositoryUri };
}

function bindFound(scope: IConstruct, found: FoundImage): BoundImage {
  if (found.frozen) {
    Annotations.of(scope).addWarningV2(
      'cdk-sagemaker-lifecycle:frozenImage', `image: ${found.family} ${found.version} is frozen: ${found.frozen}; move to another framework or version`,
    );
  }
  return bindPublished(scope, found);
}

function bindUri(scope: IConstruct, uri: string): BoundImage {
  const ecr = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.[a-z.-]+\/([^:@]+)/.exec(uri);
  const repositoryUri = uri.replace(/(?<=\/[^:@]+)[:@].*$/, '');
  if (!ecr) {
    return { uri, repositoryUri };
  }
  const [, account, region, resourceName] = ecr;
  return { uri, repositoryUri, repositoryArn: arnOf(scope, { service: 'ecr', resource: 'repository', resourceName, account, region }) };
}

/** Images as their stacks know them; the steps of a pipeline mostly share one. */
const published = new WeakMap<Stack, Map<string, BoundImage>>();

function bindPublished(scope: IConstruct, image: FoundImage): BoundImage {
  const stack = Stack.of(scope);
  const known = published.get(stack) ?? new Map<string, BoundImage>();
  published.set(stack, known);
  const name = `${image.accounts} ${image.repository}:${image.tag}`;
  const bound = known.get(name) ?? describePublished(scope, stack, image);
  known.set(name, bound);
  return bound;
}

function describePublished(scope: IConstruct, stack: Stack, image: FoundImage): BoundImage {
  const { account, suffix } = Token.isUnresolved(stack.region)
    ? { account: mappedAccount(stack, image.accounts), suffix: Aws.URL_SUFFIX }
    : { account: accountIn(scope, image, stack.region), suffix: dnsSuffixOf(stack.region) };
  const repositoryUri = `${account}.dkr.ecr.${stack.region}.${suffix}/${image.repository}`;
  return {
    uri: image.tag ? `${repositoryUri}:${image.tag}` : repositoryUri,
    repositoryUri,
    repositoryArn: arnOf(scope, { service: 'ecr', resource: 'repository', resourceName: image.repository, account }),
  };
}

function accountIn(scope: IConstruct, image: FoundImage, region: string): string {
  const accounts = registryAccounts(image.accounts);
  if (!accounts[region]) {
    throw invalid(scope, {
      code: 'ImageNotInRegion',
      property: 'image',
      problem: `${image.family} ${image.version} is not published in this region`,
      value: region,
      fix: `Deploy to one of ${Object.keys(accounts).sort().join(', ')}, or copy the image to a registry of yours and use ContainerImage.fromUri(...).`,
    });
  }
  return accounts[region];
}

/** One mapping per stack and account table; in a region that is missing, CloudFormation refuses the look-up before it creates anything. */
function mappedAccount(stack: Stack, table: string): string {
  const id = `SageMakerImageAccounts${table.toUpperCase()}`;
  const existing = stack.node.tryFindChild(id) as CfnMapping | undefined;
  return (existing ?? accountMapping(stack, id, registryAccounts(table))).findInMap(stack.region, 'account');
}

function accountMapping(stack: Stack, id: string, accounts: Record<string, string>): CfnMapping {
  const mapping: Record<string, Record<string, string>> = {};
  for (const [region, account] of Object.entries(accounts)) {
    mapping[region] = { account };
  }
  return new CfnMapping(stack, id, { mapping, lazy: true });
}

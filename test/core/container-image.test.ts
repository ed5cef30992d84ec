import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { Repository } from 'aws-cdk-lib/aws-ecr';
import { App, Aws, Stack } from 'aws-cdk-lib/core';
import * as fc from 'fast-check';
import { ContainerImage, DjlEngine, ImageUse } from '../../lib/core';
import accounts from '../../lib/core/facts/image-accounts.json';
import families from '../../lib/core/facts/images.json';
import { ConfigurationError } from '../../lib/core/internal/errors';

const inRegion = (region?: string) => new Stack(new App(), 'S', { env: region ? { region } : undefined });

describe('in a stack with a region', () => {
  test('the image comes from the account that publishes there', () => {
    const stack = inRegion('eu-west-1');
    const { uri, repositoryArn } = ContainerImage.of('sklearn', { version: '1.2-1' }).bind(stack);
    expect(uri).toBe('141502667606.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-scikit-learn:1.2-1-cpu-py3');
    expect(stack.resolve(repositoryArn)).toBe('arn:aws:ecr:eu-west-1:141502667606:repository/sagemaker-scikit-learn');
    expect(Template.fromStack(stack).toJSON().Mappings).toBeUndefined();
  });

  test('of China, the host ends as ECR does there', () => {
    expect(ContainerImage.of('xgboost', { version: '1.7-1' }).bind(inRegion('cn-north-1')).uri)
      .toMatch(/^\d{12}\.dkr\.ecr\.cn-north-1\.amazonaws\.com\.cn\/sagemaker-xgboost:1\.7-1$/);
  });

  test('that does not have the image fails with the regions that do', () => {
    expect(() => ContainerImage.of('sklearn').bind(inRegion('xx-nowhere-1')))
      .toThrow(/^ImageNotInRegion {2}S\n {2}image: sklearn \S+ is not published in this region, got 'xx-nowhere-1'\n {2}Deploy to one of af-south-1, /);
  });
});

describe('in a stack without a region', () => {
  test('the account is looked up when the stack is deployed, in one mapping however many images ask', () => {
    const stack = inRegion();
    const { uri, repositoryArn } = ContainerImage.of('sklearn', { version: '1.2-1' }).bind(stack);
    ContainerImage.of('xgboost', { version: '1.7-1' }).bind(stack);
    const [[id, mapping], ...others] = Object.entries<Record<string, unknown>>(Template.fromStack(stack).toJSON().Mappings);
    expect(others).toEqual([]);
    expect(mapping['eu-west-1']).toEqual({ account: '141502667606' });
    const account = { 'Fn::FindInMap': [id, { Ref: 'AWS::Region' }, 'account'] };
    expect(stack.resolve(uri)).toEqual({ 'Fn::Join': ['', [
      account, '.dkr.ecr.', { Ref: 'AWS::Region' }, '.', { Ref: 'AWS::URLSuffix' }, '/sagemaker-scikit-learn:1.2-1-cpu-py3',
    ]] });
    expect(JSON.stringify(stack.resolve(repositoryArn))).toContain(JSON.stringify(account));
  });

  test('families with other accounts get a mapping of their own', () => {
    const stack = inRegion();
    ContainerImage.of('sklearn').bind(stack);
    ContainerImage.of('spark', { use: ImageUse.PROCESSING }).bind(stack);
    expect(Object.keys(Template.fromStack(stack).toJSON().Mappings)).toHaveLength(2);
  });
});

describe('looking up', () => {
  test.each([
    ['a family', () => ContainerImage.of('skleran'), /^ImageFamilyUnknown[^]*Use one of .*sklearn/],
    ['a version', () => ContainerImage.of('sklearn', { version: '9.9' }), /^ImageVersionUnknown\n {2}version: sklearn has no such version, got '9\.9'\n.*1\.2-1/],
    ['a use', () => ContainerImage.of('sklearn', { use: ImageUse.PROCESSING }), /^ImageUseUnknown[^]*Use one of inference, training/],
    ['a processor', () => ContainerImage.of('sklearn', { processor: 'gpu' }), /^ImageProcessorUnknown[^]*Use one of cpu/],
    ['a Python', () => ContainerImage.of('pytorch', { version: '2.6', python: 'py27' }), /^ImagePythonUnknown[^]*'py27'\n {2}Use one of py312/],
  ])('%s that does not exist fails and lists what there is', (_, look, message) => {
    expect(look).toThrow(message);
  });

  test('an alias finds its version', () => {
    expect(ContainerImage.of('pytorch', { version: '2.6' }).version).toBe('2.6.0');
  });

  test('use and processor choose the image', () => {
    const uriOf = (use: ImageUse, processor: string) => ContainerImage.of('pytorch', { version: '2.6', use, processor }).bind(inRegion('us-east-1')).uri;
    expect(uriOf(ImageUse.TRAINING, 'gpu')).toMatch(/\/pytorch-training:2\.6\.0-gpu-py312$/);
    expect(uriOf(ImageUse.INFERENCE, 'cpu')).toMatch(/\/pytorch-inference:2\.6\.0-cpu-py312$/);
  });

  test('the newest Python is taken, or the one asked for', () => {
    const uriOf = (python?: string) => ContainerImage.of('spark', { version: '3.5', use: ImageUse.PROCESSING, python }).bind(inRegion('us-east-1')).uri;
    expect(uriOf()).toMatch(/py312$/);
    expect(uriOf('py39')).toMatch(/py39$/);
  });

  test('names that every object has are not images', () => {
    fc.assert(fc.property(fc.constantFrom('constructor', 'toString', '__proto__', 'valueOf'), (word) => {
      expect(() => ContainerImage.of(word)).toThrow(/^ImageFamilyUnknown/);
      expect(() => ContainerImage.of('sklearn', { version: word })).toThrow(/^ImageVersionUnknown/);
    }));
  });
});

test('every family, version and use in the tables gives an image in each of its regions, or a reason', () => {
  const bound: string[] = [];
  for (const [family, { scopes }] of Object.entries(families as Record<string, { scopes: Record<string, { versions: object; processors?: string[] }> }>)) {
    for (const [uses, { versions, processors = ['cpu'] }] of Object.entries(scopes)) {
      for (const use of Object.values(ImageUse).filter((each) => uses.split('+').includes(each))) {
        for (const version of Object.keys(versions)) {
          for (const processor of processors) {
            bound.push(uriOrCode(family, { use, version, processor }));
          }
        }
      }
    }
  }
  expect(bound.length).toBeGreaterThan(150);
  // Model Monitor's repository alone has no tags.
  expect(bound.filter((each) => !/^\d{12}\.dkr\.ecr\.us-east-1\.amazonaws\.com\/[a-z0-9-]+:[\w.-]+$/.test(each) && each !== 'ImageAmbiguous' && each !== 'ImageNotInRegion'))
    .toEqual(['156813124566.dkr.ecr.us-east-1.amazonaws.com/sagemaker-model-monitor-analyzer']);
});

function uriOrCode(family: string, options: { use: ImageUse; version: string; processor: string }): string {
  try {
    return ContainerImage.of(family, options).bind(inRegion('us-east-1')).uri;
  } catch (error) {
    return error instanceof ConfigurationError ? error.code : String(error);
  }
}

describe('an image by URI', () => {
  test('in ECR brings its repository, for permission to pull', () => {
    const stack = inRegion('us-east-1');
    const { uri, repositoryArn } = ContainerImage.fromUri('123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/model:7').bind(stack);
    expect(uri).toBe('123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/model:7');
    expect(stack.resolve(repositoryArn)).toBe('arn:aws:ecr:eu-west-1:123456789012:repository/team/model');
  });

  test('by digest too', () => {
    const { repositoryArn } = ContainerImage.fromUri(`123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/model@sha256:${'0'.repeat(64)}`).bind(inRegion());
    expect(repositoryArn).toMatch(/:ecr:cn-north-1:123456789012:repository\/model$/);
  });

  test('outside of ECR brings none', () => {
    expect(ContainerImage.fromUri('docker.io/library/python:3').bind(inRegion())).toEqual({ uri: 'docker.io/library/python:3', repositoryUri: 'docker.io/library/python' });
  });

  test.each([
    ['123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/model:7', '123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/model'],
    [`registry:5000/model@sha256:${'0'.repeat(64)}`, 'registry:5000/model'],
    ['registry:5000/model', 'registry:5000/model'],
  ])('has a place where its other versions are: %s', (uri, repositoryUri) => {
    expect(ContainerImage.fromUri(uri).bind(inRegion()).repositoryUri).toBe(repositoryUri);
  });

  test('may be a token', () => {
    expect(ContainerImage.fromUri(`${Aws.ACCOUNT_ID}.example/x`).bind(inRegion()).repositoryArn).toBeUndefined();
  });
});

describe('an image of a repository of yours', () => {
  const repositoryIn = (stack: Stack) => Repository.fromRepositoryName(stack, 'Trainers', 'team/trainer');
  const bound = (tagOrDigest?: string) => {
    const stack = inRegion('eu-west-1');
    return stack.resolve(ContainerImage.fromEcrRepository(repositoryIn(stack), tagOrDigest).bind(stack));
  };

  test.each([
    [undefined, '/team/trainer:latest'], ['7', '/team/trainer:7'], [`sha256:${'0'.repeat(64)}`, `/team/trainer@sha256:${'0'.repeat(64)}`],
  ])('is found by its tag or digest: %s', (tagOrDigest, end) => {
    const { uri, repositoryArn, repositoryUri } = bound(tagOrDigest);
    expect(JSON.stringify(uri)).toContain(`${end}"`);
    expect(JSON.stringify(repositoryUri)).toContain('/team/trainer"');
    expect(JSON.stringify(repositoryArn)).toContain(':repository/team/trainer');
  });
});

describe('an image built from a folder', () => {
  const FOLDER = 'test/core/fixtures/container';
  const assetsOf = (app: App) => Object.values<any>(JSON.parse(readFileSync(join(app.synth().directory, 'S.assets.json'), 'utf8')).dockerImages);

  test('is built when the stack is deployed, for Intel, once however many jobs use it', () => {
    const app = new App();
    const stack = new Stack(app, 'S', { env: { account: '123456789012', region: 'eu-west-1' } });
    const image = () => ContainerImage.fromDockerfile(FOLDER, { buildArgs: { PYTHON: '3.12' }, target: 'train' }).bind(stack);
    const [first, second] = [image(), image()];
    expect(second).toEqual(first);
    expect(stack.resolve(first.uri)['Fn::Sub']).toMatch(/^123456789012\.dkr\.ecr\.eu-west-1\..*\/cdk-hnb659fds-container-assets-123456789012-eu-west-1:[0-9a-f]{64}$/);
    expect(JSON.stringify(stack.resolve(first.repositoryUri))).toContain('/cdk-hnb659fds-container-assets-123456789012-eu-west-1"');
    expect(JSON.stringify(stack.resolve(first.repositoryArn))).toContain(':repository/cdk-hnb659fds-container-assets-123456789012-eu-west-1');
    expect(assetsOf(app).map(({ source }) => source)).toEqual([expect.objectContaining({
      platform: 'linux/amd64', dockerBuildArgs: { PYTHON: '3.12' }, dockerBuildTarget: 'train',
    })]);
  });

  test('is another one with other settings', () => {
    const app = new App();
    const stack = new Stack(app, 'S');
    ContainerImage.fromDockerfile(FOLDER).bind(stack);
    ContainerImage.fromDockerfile(FOLDER, { buildArgs: { PYTHON: '3.11' } }).bind(stack);
    expect(assetsOf(app)).toHaveLength(2);
  });

  test.each([['test/core/fixtures', undefined], ['test/core/nowhere', undefined], [FOLDER, 'Dockerfile.gpu']])('without a Dockerfile fails: %s %s', (folder, file) => {
    expect(() => ContainerImage.fromDockerfile(folder, { file }).bind(inRegion())).toThrow(/^DockerfileMissing {2}S\n {2}directory: holds no 'Dockerfile/);
  });
});

test('an image without fixes is warned of where it is used', () => {
  const stack = inRegion('us-east-1');
  ContainerImage.of('mxnet').bind(stack);
  expect(Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('mxnet 1.9.0 is frozen: .*frozenImage'))).toHaveLength(1);
});

test('what an image is built on chooses between several', () => {
  const uriOf = (baseFramework: string) => ContainerImage.of('huggingface', { version: '4.17', processor: 'gpu', baseFramework }).bind(inRegion('us-east-1')).uri;
  expect(uriOf('tensorflow')).toContain('/huggingface-tensorflow-training:2.6.3-');
  expect(uriOf('pytorch1.10')).toContain('/huggingface-pytorch-training:1.10.2-');
  expect(() => uriOf('jax')).toThrow(/^ImageAmbiguous[^]*Set 'baseFramework' to one of pytorch1\.10\.2, tensorflow2\.6\.3/);
});

test('the regions of an account table are those a stack can be in', () => {
  for (const region of Object.keys((accounts as Record<string, Record<string, string>>).t42)) {
    expect(ContainerImage.of('sklearn', { version: '1.2-1' }).bind(inRegion(region)).uri).toContain(`.dkr.ecr.${region}.`);
  }
});

describe('an image of DJL Serving', () => {
  test.each<[string, ContainerImage, string]>([
    ['vLLM', ContainerImage.djl(), 'djl-inference:0.36.0-lmi'],
    ['TensorRT-LLM', ContainerImage.djl(DjlEngine.TENSORRT_LLM), 'djl-inference:0.33.0-tensorrtllm'],
    ['Neuron, by version', ContainerImage.djl(DjlEngine.NEURONX, '0.28.0'), 'djl-inference:0.28.0-neuronx'],
  ])('is there for %s', (_, image, tag) => {
    const { uri, repositoryArn } = image.bind(new Stack(new App(), 'S', { env: { account: '111122223333', region: 'us-west-2' } }));
    expect(uri.split('/')[1]).toMatch(new RegExp(`^${tag}`));
    expect(repositoryArn).toMatch(/:repository\/djl-inference$/);
  });

  test('fails for a version that does not exist, with those that do', () => {
    expect(() => ContainerImage.djl(DjlEngine.LMI, '0.1.0')).toThrow(/ImageVersionUnknown[^]*0\.36\.0/);
  });
});

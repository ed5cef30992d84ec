import { join } from 'node:path';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import { App, RemovalPolicy, Stack, Tags } from 'aws-cdk-lib/core';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { ContainerImage } from '../../lib/core';
import * as studio from '../../lib/studio';
import { refusal, text } from '../support/reading';

const { CustomImage } = studio;
const DOMAIN = 'AWS::SageMaker::Domain';

let stack: Stack;
beforeEach(() => {
  stack = new Stack(new App(), 'Team');
});

const template = () => Template.fromStack(stack);
const container = () => ContainerImage.fromEcrRepository(ecr.Repository.fromRepositoryName(stack, `Repository${stack.node.children.length}`, 'geo'), 'v1');
const make = (props: Partial<studio.CustomImageProps> = {}) => new CustomImage(stack, `Image${stack.node.children.length}`, { image: container(), ...props });
const only = (type: string) => {
  const [[id, resource], ...others] = Object.entries(template().findResources(type));
  expect(others).toEqual([]);
  return { id, resource };
};

test('the least code makes an image and a version of it, which SageMaker may pull', () => {
  make();

  const image = only('AWS::SageMaker::Image');
  const version = only('AWS::SageMaker::ImageVersion');
  expect(version.resource.Properties.ImageName).toBe(image.resource.Properties.ImageName);
  expect(text(version.resource.Properties.BaseImage)).toMatch(/\/geo:v1$/);
  expect(version.resource.DependsOn).toContain(image.id);
  expect(image.resource.DependsOn).toEqual(expect.arrayContaining([expect.stringMatching(/RolePolicy/)]));
  template().hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Action: Match.arrayWith(['ecr:BatchGetImage']) })]) },
  });
  template().resourceCountIs('AWS::SageMaker::AppImageConfig', 0);
});

test('apps start with the version by its number, so that a changed Dockerfile changes what they name', () => {
  const image = make({ container: { entrypoint: 'start.sh', arguments: ['--lab'], environment: { A: 'b' } } });
  const other = make();
  new studio.Domain(stack, 'Studio', { jupyterLab: { images: [other, image], defaultImage: image }, codeEditor: { images: [image] } });

  const version = (of: studio.CustomImage) => ({ 'Fn::GetAtt': [stack.getLogicalId(of.node.findChild('Version') as any), 'Version'] });
  const config = (of: studio.CustomImage, app: string) => ({ Ref: stack.getLogicalId(of.node.findChild(`${app}Config`) as any) });
  const { JupyterLabAppSettings: lab, CodeEditorAppSettings: editor } = only(DOMAIN).resource.Properties.DefaultUserSettings;
  expect(lab.CustomImages).toEqual([other, image].map((each) => (
    { ImageName: each.imageName, ImageVersionNumber: version(each), AppImageConfigName: config(each, 'JupyterLab') })));
  expect(editor.CustomImages).toEqual([{ ImageName: image.imageName, ImageVersionNumber: version(image), AppImageConfigName: config(image, 'CodeEditor') }]);
  expect(lab.DefaultResourceSpec).toEqual({
    InstanceType: 'ml.t3.medium', SageMakerImageArn: stack.resolve(image.imageArn), SageMakerImageVersionArn: { Ref: version(image)['Fn::GetAtt'][0] },
  });
  expect(editor.DefaultResourceSpec).toEqual({ InstanceType: 'ml.t3.medium' });
  const settings = {
    ContainerConfig: { ContainerEntrypoint: ['start.sh'], ContainerArguments: ['--lab'], ContainerEnvironmentVariables: [{ Key: 'A', Value: 'b' }] },
  };
  template().hasResourceProperties('AWS::SageMaker::AppImageConfig', { JupyterLabAppImageConfig: settings, CodeEditorAppImageConfig: Match.absent() });
  template().hasResourceProperties('AWS::SageMaker::AppImageConfig', { CodeEditorAppImageConfig: settings, JupyterLabAppImageConfig: Match.absent() });
  template().resourceCountIs('AWS::SageMaker::AppImageConfig', 3);
});

test('a folder with a Dockerfile is built, and named by its content', () => {
  make({ image: ContainerImage.fromDockerfile(join(__dirname, 'fixtures', 'image')) });

  expect(text(only('AWS::SageMaker::ImageVersion').resource.Properties.BaseImage)).toMatch(/:[0-9a-f]{64}$/);
});

test('tags of the app do not reach configurations, which they would replace', () => {
  new studio.Domain(stack, 'Studio', { jupyterLab: { images: [make()] } });
  Tags.of(stack).add('team', 'x');

  template().allResourcesProperties('AWS::SageMaker::AppImageConfig', { Tags: Match.absent() });
});

test.each([[undefined, 'RetainExceptOnCreate'], [RemovalPolicy.DESTROY, 'Delete']])('with the removal policy %s all of it ends as %s', (removalPolicy, expected) => {
  make({ removalPolicy })._configFor('JupyterLab');

  const policies = Object.values(template().toJSON().Resources as Record<string, { DeletionPolicy?: string }>).map(({ DeletionPolicy }) => DeletionPolicy);
  expect(new Set(policies)).toEqual(new Set([expected]));
});

test('one that exists is used by its names', () => {
  const newest = CustomImage.fromCustomImageAttributes(stack, 'Newest', { imageName: 'geo', appImageConfigName: 'geo-lab' });
  const third = CustomImage.fromCustomImageAttributes(stack, 'Third', { imageName: 'geo', appImageConfigName: 'geo-lab', imageVersion: 3 });
  new studio.Domain(stack, 'Studio', { jupyterLab: { defaultImage: newest }, codeEditor: { defaultImage: third } });

  const { JupyterLabAppSettings: lab, CodeEditorAppSettings: editor } = only(DOMAIN).resource.Properties.DefaultUserSettings;
  expect(lab.CustomImages).toEqual([{ ImageName: 'geo', AppImageConfigName: 'geo-lab' }]);
  expect(lab.DefaultResourceSpec.SageMakerImageVersionArn).toBeUndefined();
  expect(text(editor.DefaultResourceSpec.SageMakerImageVersionArn)).toMatch(/:image-version\/geo\/3$/);
});

describe('limits', () => {
  const texts = (count: number, length = 1) => Array.from({ length: count }, () => 'x'.repeat(length));
  const variables = (count: number, length = 1) => Object.fromEntries(texts(count, length).map((value, index) => [`V${index}`, value]));

  test.each<[string, Partial<studio.CustomImageProps>, string]>([
    ['50 arguments of 64 characters', { container: { arguments: texts(50, 64) } }, 'accepted'],
    ['51 arguments', { container: { arguments: texts(51) } }, 'ContainerArgumentsCount'],
    ['an argument of 65 characters', { container: { arguments: texts(1, 65) } }, 'ContainerArgumentLength'],
    ['an empty argument', { container: { arguments: [''] } }, 'ContainerArgumentLength'],
    ['25 variables of 256 characters', { container: { environment: variables(25, 256) } }, 'accepted'],
    ['26 variables', { container: { environment: variables(26) } }, 'ContainerEnvironmentVariablesCount'],
    ['a variable of 257 characters', { container: { environment: variables(1, 257) } }, 'ContainerTextLength'],
    ['an entrypoint of 256 characters', { container: { entrypoint: 'x'.repeat(256) } }, 'accepted'],
    ['an entrypoint of 257 characters', { container: { entrypoint: 'x'.repeat(257) } }, 'ContainerTextLength'],
    ['a name of 63 characters', { imageName: 'x'.repeat(63) }, 'accepted'],
    ['a name of 64 characters', { imageName: 'x'.repeat(64) }, 'ImageNameInvalid'],
    ['a name with capitals', { imageName: 'Geo' }, 'ImageNameCapitals'],
    ['a display name of 128 characters', { displayName: 'Geo images_1 '.padEnd(128, 'x') }, 'accepted'],
    ['a display name of 129 characters', { displayName: 'x'.repeat(129) }, 'DisplayNameLength'],
    ['a display name with an umlaut', { displayName: 'Übung' }, 'DisplayNamePattern'],
    ['a description of 512 characters', { description: 'x'.repeat(512) }, 'accepted'],
    ['a description of 513 characters', { description: 'x'.repeat(513) }, 'DescriptionLength'],
  ])('%s', (_, props, outcome) => {
    expect(refusal(() => make(props))).toContain(outcome);
  });

  test.each([[200, 'accepted'], [201, 'CustomImagesCount']])('%d images of an app', (count, outcome) => {
    const images = Array.from({ length: count }, (_, index) =>
      CustomImage.fromCustomImageAttributes(stack, `I${index}`, { imageName: `i${index}`, appImageConfigName: 'c' }));

    expect(refusal(() => new studio.Domain(stack, 'Studio', { jupyterLab: { images } }))).toContain(outcome);
  });

  test.each<[Partial<studio.CustomImageAttributes>, string]>([
    [{ imageName: 'a b' }, 'ImageNameInvalid'], [{ appImageConfigName: 'a_b' }, 'AppImageConfigNameInvalid'], [{ imageVersion: 0 }, 'ImageVersionNumberRange'],
  ])('an existing image with %p', (wrong, outcome) => {
    expect(refusal(() => CustomImage.fromCustomImageAttributes(stack, 'I', { imageName: 'a', appImageConfigName: 'b', imageVersion: 1, ...wrong }))).toContain(outcome);
  });
});

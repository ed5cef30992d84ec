import { Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kendra from 'aws-cdk-lib/aws-kendra';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { App, CfnParameter, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib/core';
import { AwsSolutionsChecks } from 'cdk-nag';
import * as studio from '../../lib/studio';
import { refusal, text } from '../support/reading';

const { CanvasFeature, ProfileRole } = studio;
const SETTINGS = 'Custom::SageMakerStudioSettings';
const OFF = { Status: 'DISABLED' };
const ALL_OFF = {
  TimeSeriesForecastingSettings: OFF, ModelRegisterSettings: OFF, DirectDeploySettings: OFF, KendraSettings: OFF, EmrServerlessSettings: OFF,
  IdentityProviderOAuthSettings: [],
};

let stack: Stack;
beforeEach(() => {
  stack = new Stack(new App(), 'Team', { env: { account: '123456789012', region: 'eu-west-1' } });
});

const template = () => Template.fromStack(stack);
const bucket = () => s3.Bucket.fromBucketName(stack, `Bucket${stack.node.children.length}`, 'canvas-data');
const role = (id: string, service?: string) => service === undefined
  ? iam.Role.fromRoleArn(stack, id, `arn:aws:iam::123456789012:role/${id}`)
  : new iam.Role(stack, id, { assumedBy: new iam.ServicePrincipal(service) });
const make = (canvas: studio.CanvasOptions = {}, more: studio.DomainProps = {}) => new studio.Domain(stack, 'Studio', { canvas, ...more });
const settings = (): any[] => Object.values(template().findResources(SETTINGS)).map(({ Properties }) => Properties);
const canvasIn = (index = 0) => settings()[index].Settings.UserSettings.CanvasAppSettings;

/** Statements of the policy with this id, as `action on resource`. */
function allowed(id: RegExp): string[] {
  const found = Object.entries({ ...template().findResources('AWS::IAM::ManagedPolicy'), ...template().findResources('AWS::IAM::Policy') }).filter(([name]) => id.test(name));
  return found.flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement)
    .flatMap(({ Action, Resource }: any) => [Action].flat().flatMap((action: string) => [Resource].flat().map((each) => `${action} on ${text(each)}`)));
}

/** What a role may do by what stands in the role itself, as `action on resource`. */
function ofRole(id: RegExp): string[] {
  return allowed(new RegExp(`${id.source}DefaultPolicy|${id.source}Policy`));
}

describe('the least code', () => {
  test('offers Canvas with all that is besides switched off, in a private bucket that browsers post to', () => {
    make();
    const [bucketId] = Object.keys(template().findResources('AWS::S3::Bucket'));
    expect(canvasIn()).toEqual({ ...ALL_OFF, WorkspaceSettings: { S3ArtifactPath: { 'Fn::Join': ['', ['s3://', { Ref: bucketId }]] } } });
    template().hasResource('AWS::S3::Bucket', {
      Properties: {
        CorsConfiguration: { CorsRules: [{ AllowedMethods: ['POST'], AllowedOrigins: ['https://*.sagemaker.aws'], AllowedHeaders: ['*'] }] },
        PublicAccessBlockConfiguration: { BlockPublicAcls: true },
      },
      DeletionPolicy: 'RetainExceptOnCreate',
    });
  });

  test('lets people open it, work with what Canvas names, and hand their own role to its jobs', () => {
    make({ workspace: { bucket: bucket(), prefix: 'canvas' } });
    const arn = 'arn:aws:sagemaker:eu-west-1:123456789012:';
    const work = allowed(/CanvasWork/);
    expect(work).toEqual(expect.arrayContaining([
      `sagemaker:CreateAutoMLJobV2 on ${arn}*Canvas*`, `sagemaker:CreateAutoMLJobV2 on ${arn}*canvas*`, `sagemaker:CreateCompilationJob on ${arn}*model-compilation-*`,
      `sagemaker:DeleteModel on ${arn}*canvas*`, 'sagemaker:ListEndpoints on *', 'ecr:BatchGetImage on arn:aws:ecr:eu-west-1:*:repository/*',
      'logs:PutLogEvents on arn:aws:logs:eu-west-1:123456789012:log-group:/aws/sagemaker/*',
    ]));
    expect(work.filter((each) => each.endsWith(" on *")).sort()).toEqual(['ecr:GetAuthorizationToken on *', 'sagemaker:ListEndpoints on *']);
    const own = ofRole(/StudioExecutionRole/);
    expect(own).toEqual(expect.arrayContaining([
      expect.stringMatching(/^sagemaker:CreateApp on .*:app\/.*\/\$\{sagemaker:UserProfileName\}\/Canvas\/\*$/), expect.stringMatching(/^sagemaker:DeleteApp on .*\/canvas\/\*$/),
      expect.stringMatching(/^iam:PassRole on .*StudioExecutionRole/),
      's3:GetObject on arn:aws:s3:::canvas-data/canvas/*', 's3:PutObject on arn:aws:s3:::canvas-data/canvas/*', 's3:DeleteObject on arn:aws:s3:::canvas-data/canvas/*',
      's3:ListBucket on arn:aws:s3:::canvas-data', 's3:GetBucketCORS on arn:aws:s3:::canvas-data',
    ]));
    expect(own.filter((each) => each.startsWith('iam:PassRole'))).toHaveLength(1);
    template().resourceCountIs('AWS::IAM::ManagedPolicy', 1);
  });

  test('passes cdk-nag, with a bucket of its own for a domain and for a person', () => {
    const app = stack.node.root as App;
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app, { verbose: true }));
    make();
    studio.Domain.fromDomainId(stack, 'Imported', 'd-abcd1234efgh').addUserProfile('ana', { role: ProfileRole.own(), canvas: {} });
    expect(app.synth().stacks).toHaveLength(1);
  });

  test('without Canvas nothing of it is made', () => {
    new studio.Domain(stack, 'Studio');
    template().resourceCountIs(SETTINGS, 0);
    template().resourceCountIs('AWS::Lambda::Function', 0);
    expect(JSON.stringify(template().toJSON())).not.toMatch(/canvas/i);
  });
});

describe('features', () => {
  test('are set, and allowed with the roles that are named and no others', () => {
    const index = new kendra.CfnIndex(stack, 'Index', { edition: 'DEVELOPER_EDITION', name: 'docs', roleArn: 'arn:aws:iam::123456789012:role/kendra' });
    const secret = secretsmanager.Secret.fromSecretCompleteArn(stack, 'Flake', 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:flake-AbCdEf');
    const force = secretsmanager.Secret.fromSecretCompleteArn(stack, 'Force', 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:force-AbCdEf');
    make({
      workspace: { bucket: s3.Bucket.fromBucketAttributes(stack, 'Work', { bucketName: 'canvas-data', encryptionKey: kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-1:123456789012:key/k') }) },
      features: [
        CanvasFeature.timeSeriesForecasting(role('forecast')), CanvasFeature.modelRegistration(role('registry')), CanvasFeature.directDeployment(),
        CanvasFeature.documentQueries(index), CanvasFeature.generativeAi({ tuningRole: role('tune'), models: ['amazon.nova-lite-v1:0'] }),
        CanvasFeature.largeDataPreparation(role('large')), CanvasFeature.readyToUseModels(), CanvasFeature.snowflake(secret), CanvasFeature.salesforceDataCloud(force),
      ],
    });
    const arn = (name: string) => `arn:aws:iam::123456789012:role/${name}`;
    expect(canvasIn()).toEqual({
      TimeSeriesForecastingSettings: { Status: 'ENABLED', AmazonForecastRoleArn: arn('forecast') },
      ModelRegisterSettings: { Status: 'ENABLED', CrossAccountModelRegisterRoleArn: arn('registry') },
      DirectDeploySettings: { Status: 'ENABLED' },
      KendraSettings: { Status: 'ENABLED' },
      GenerativeAiSettings: { AmazonBedrockRoleArn: arn('tune') },
      EmrServerlessSettings: { Status: 'ENABLED', ExecutionRoleArn: arn('large') },
      IdentityProviderOAuthSettings: [
        { DataSourceName: 'Snowflake', Status: 'ENABLED', SecretArn: secret.secretArn }, { DataSourceName: 'SalesforceGenie', Status: 'ENABLED', SecretArn: force.secretArn },
      ],
      WorkspaceSettings: { S3ArtifactPath: 's3://canvas-data', S3KmsKeyId: 'arn:aws:kms:eu-west-1:123456789012:key/k' },
    });
    const may = allowed(/CanvasFeatures/);
    expect(may.filter((each) => each.startsWith('iam:PassRole')).sort()).toEqual(['forecast', 'large', 'tune'].map((name) => `iam:PassRole on ${arn(name)}`));
    expect(may).toEqual(expect.arrayContaining([
      `sts:AssumeRole on ${arn('registry')}`, 'bedrock:InvokeModel on arn:aws:bedrock:eu-west-1::foundation-model/amazon.nova-lite-v1:0',
      expect.stringMatching(/^kendra:Query on .*Index/), 'textract:AnalyzeDocument on *', 'cloudwatch:GetMetricData on *',
      'forecast:CreateDataset on arn:aws:forecast:eu-west-1:123456789012:*Canvas*',
      ...['ap-dataprep-emr', 'sagemaker-data-wrangler-emr-container'].map((name) => `ecr:DescribeImages on arn:aws:ecr:eu-west-1:*:repository/${name}`),
    ]));
    expect(ofRole(/StudioExecutionRole/)).toEqual(expect.arrayContaining([`secretsmanager:GetSecretValue on ${secret.secretArn}`, 'kms:GenerateDataKey on arn:aws:kms:eu-west-1:123456789012:key/k']));
    // What the function that writes the settings hands over: no role of another account, which people assume.
    const handed = allowed(/^StudioSettings/).filter((each) => each.startsWith('iam:PassRole')).sort();
    expect(handed).toEqual(['forecast', 'large', 'tune'].map((name) => `iam:PassRole on ${arn(name)}`));
    const sizes = Object.values(template().findResources('AWS::IAM::ManagedPolicy')).map(({ Properties }) => JSON.stringify(Properties.PolicyDocument).length);
    sizes.forEach((size) => expect(size).toBeLessThan(6_144));
  });

  describe('of schedules', () => {
    const ofJobs = () => new iam.Role(stack, 'Jobs', {
      assumedBy: new iam.CompositePrincipal(new iam.ServicePrincipal('sagemaker.amazonaws.com'), new iam.ServicePrincipal('events.amazonaws.com')),
    });
    const statementsOf = (id: RegExp) => Object.entries({ ...template().findResources('AWS::IAM::ManagedPolicy'), ...template().findResources('AWS::IAM::Policy') })
      .filter(([name]) => id.test(name)).flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement)
      .map(({ Effect: _, Action, Resource, ...rest }: any) => ({ Action, Resource: [Resource].flat().map(text), ...rest }));
    const arn = (service: string, rest: string) => [`arn:aws:${service}:eu-west-1:123456789012:${rest}`];
    const tag = (...keys: string[]) => ({ Condition: { StringEquals: Object.fromEntries(keys.map((key) => [`aws:${key}/sagemaker:is-canvas-data-prep-job`, 'true'])) } });

    test('let people make rules and pipelines of data preparation alone, and hand their role to both services', () => {
      make({ workspace: { bucket: bucket(), prefix: 'canvas' }, features: [CanvasFeature.scheduledPreparation(ofJobs())] });
      expect(canvasIn()).toMatchObject(ALL_OFF);
      expect(statementsOf(/CanvasFeatures/)).toEqual([
        {
          Action: ['Create', 'Delete', 'Describe'].map((verb) => `sagemaker:${verb}Pipeline`).concat([
            'sagemaker:DescribePipelineExecution', 'sagemaker:ListPipelineExecutionSteps', 'sagemaker:StartPipelineExecution', 'sagemaker:UpdatePipeline',
          ]),
          Resource: arn('sagemaker', 'pipeline/*canvas-data-prep*'),
        },
        { Action: 'sagemaker:ListProcessingJobs', Resource: ['*'] },
        { Action: 'events:PutRule', Resource: arn('events', 'rule/*'), ...tag('RequestTag') },
        { Action: ['events:DescribeRule', 'events:PutTargets'], Resource: arn('events', 'rule/*'), ...tag('ResourceTag') },
        { Action: 'events:TagResource', Resource: arn('events', 'rule/*'), ...tag('RequestTag', 'ResourceTag') },
        { Action: 'events:ListTagsForResource', Resource: arn('events', 'rule/*') },
        { Action: 'iam:GetRole', Resource: [expect.stringMatching(/^<Jobs\w+\.Arn>$/)] },
        {
          Action: 'iam:PassRole', Resource: [expect.stringMatching(/^<Jobs\w+\.Arn>$/)],
          Condition: { StringEquals: { 'iam:PassedToService': ['sagemaker.amazonaws.com', 'events.amazonaws.com'] } },
        },
      ]);
      expect(allowed(/^StudioSettings/).filter((each) => each.startsWith('iam:'))).toEqual([]);
    });

    test('let the role of the jobs start them, run, and use the workspace', () => {
      make({ workspace: { bucket: bucket(), prefix: 'canvas' }, features: [CanvasFeature.scheduledPreparation(ofJobs())] });
      expect(statementsOf(/^Jobs/).filter(({ Action }) => ![Action].flat()[0].startsWith('s3:'))).toEqual([
        { Action: 'sagemaker:StartPipelineExecution', Resource: arn('sagemaker', 'pipeline/*canvas-data-prep*') },
        {
          Action: ['AddTags', 'CreateProcessingJob', 'DescribeProcessingJob', 'StopProcessingJob'].map((action) => `sagemaker:${action}`),
          Resource: arn('sagemaker', 'processing-job/*canvas-data-prep*'),
        },
        {
          Action: 'iam:PassRole', Resource: [expect.stringMatching(/^<Jobs\w+\.Arn>$/)], Condition: { StringEquals: { 'iam:PassedToService': 'sagemaker.amazonaws.com' } },
        },
        { Action: 'ecr:GetAuthorizationToken', Resource: ['*'] },
        { Action: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'], Resource: ['arn:aws:ecr:eu-west-1:*:repository/*'] },
        { Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'], Resource: arn('logs', 'log-group:/aws/sagemaker/*') },
      ]);
      expect(ofRole(/^Jobs/)).toEqual(expect.arrayContaining(['s3:PutObject on arn:aws:s3:::canvas-data/canvas/*']));
    });

    test('let the role of the jobs run in the VPC, where apps reach nothing else', () => {
      const networkAccess = studio.NetworkAccess.vpcOnly({ endpoints: studio.VpcEndpoints.created() });
      make({ features: [CanvasFeature.scheduledPreparation(ofJobs())] }, { networkAccess });
      expect(ofRole(/^Jobs/)).toEqual(expect.arrayContaining([expect.stringMatching(/^ec2:CreateNetworkInterface on .*:subnet\//)]));
      template().hasResourceProperties('AWS::EC2::VPCEndpoint', { ServiceName: 'com.amazonaws.eu-west-1.events' });
    });

    test.each([['sagemaker.amazonaws.com', 'events.amazonaws.com'], ['events.amazonaws.com', 'SageMaker']])('fail when %s alone can assume the role of the jobs', (service, missing) => {
      make({ features: [CanvasFeature.scheduledPreparation(role('Half', service))] });
      expect(refusal(() => template())).toMatch(new RegExp(`RoleNotTrusted.*\\n.*scheduledPreparation: ${missing} is not allowed[^]*CompositePrincipal`));
    });
  });

  test('without roles take none', () => {
    make({
      features: [CanvasFeature.timeSeriesForecasting(), CanvasFeature.modelRegistration(), CanvasFeature.generativeAi(), CanvasFeature.documentQueries()],
    });
    expect(canvasIn()).toMatchObject({ TimeSeriesForecastingSettings: { Status: 'ENABLED' }, ModelRegisterSettings: { Status: 'ENABLED' }, DirectDeploySettings: OFF });
    expect(canvasIn().GenerativeAiSettings).toBeUndefined();
    const may = allowed(/CanvasFeatures/);
    expect(may).toEqual(expect.arrayContaining([
      'sagemaker:CreateModelPackage on arn:aws:sagemaker:eu-west-1:123456789012:model-package/*canvas*', 'bedrock:InvokeModel on arn:aws:bedrock:eu-west-1::foundation-model/*',
    ]));
    expect(may.filter((each) => /PassRole|AssumeRole|CustomizationJob|kendra:Query|forecast:/.test(each))).toEqual([]);
  });

  test('fail when one is named twice', () => {
    expect(refusal(() => make({ features: [CanvasFeature.directDeployment(), CanvasFeature.directDeployment()] }))).toMatch(/CanvasFeatureTwice.*\n.*directDeployment/);
  });

  test.each([
    ['large data', () => CanvasFeature.largeDataPreparation(role('Wrong', 'sagemaker.amazonaws.com')), /RoleNotTrusted.*\n.*largeDataPreparation: emr-serverless\.amazonaws\.com/],
    ['tuning', () => CanvasFeature.generativeAi({ tuningRole: role('Wrong', 'sagemaker.amazonaws.com') }), /RoleNotTrusted.*\n.*generativeAi: bedrock\.amazonaws\.com/],
    ['forecasts', () => CanvasFeature.timeSeriesForecasting(role('Wrong', 'bedrock.amazonaws.com')), /RoleNotTrusted.*\n.*forecast\.amazonaws\.com/],
  ])('fail when the service cannot assume the role of %s', (_, feature, message) => {
    make({ features: [feature()] });
    expect(refusal(() => template())).toMatch(message);
  });

  test('let the roles that services are handed use the workspace, and nothing else', () => {
    const [emr, bedrock] = [role('Emr', 'emr-serverless.amazonaws.com'), role('Bedrock', 'bedrock.amazonaws.com')];
    make({
      workspace: { bucket: bucket(), prefix: 'canvas' }, features: [CanvasFeature.largeDataPreparation(emr), CanvasFeature.generativeAi({ tuningRole: bedrock })],
    });
    for (const whose of [/^Emr/, /^Bedrock/]) {
      expect(ofRole(whose).sort()).toEqual([
        ...['AbortMultipartUpload', 'DeleteObject'].map((action) => `s3:${action} on arn:aws:s3:::canvas-data/canvas/*`),
        's3:GetBucketCORS on arn:aws:s3:::canvas-data', 's3:GetBucketLocation on arn:aws:s3:::canvas-data', 's3:GetObject on arn:aws:s3:::canvas-data/canvas/*',
        's3:ListBucket on arn:aws:s3:::canvas-data', 's3:PutObject on arn:aws:s3:::canvas-data/canvas/*',
      ]);
    }
  });

  test.each([
    ['emr-serverless.amazonaws.com', (one: iam.IRole) => CanvasFeature.largeDataPreparation(one)], ['bedrock.amazonaws.com', (one: iam.IRole) => CanvasFeature.generativeAi({ tuningRole: one })],
  ])('take a role that %s can assume', (service, feature) => {
    make({ features: [feature(role('Right', service))] });
    expect(settings()).toHaveLength(1);
  });
});

describe('the workspace', () => {
  const place = (length: number) => ({ bucket: bucket(), prefix: 'x'.repeat(length) });

  test('may have as many characters as the service takes', () => {
    expect(refusal(() => make({ workspace: place(1024 - 's3://canvas-data/'.length) }))).toBe('accepted');
    expect(refusal(() => new studio.Domain(stack, 'Longer', { canvas: { workspace: place(1025 - 's3://canvas-data/'.length) } }))).toMatch(/S3ArtifactPathLength/);
  });

  test('fails with a prefix that policies read otherwise, and takes one that is known at deployment', () => {
    expect(refusal(() => make({ workspace: { bucket: bucket(), prefix: '/canvas' } }))).toMatch(/S3KeyInvalid.*\n.*canvas\.workspace\.prefix/);
    expect(refusal(() => new studio.Domain(stack, 'Other', { canvas: { workspace: { bucket: bucket(), prefix: new CfnParameter(stack, 'Prefix').valueAsString } } }))).toBe('accepted');
  });

  test('goes with a domain that is destroyed', () => {
    make({}, { removalPolicy: RemovalPolicy.DESTROY });
    template().hasResource('AWS::S3::Bucket', { DeletionPolicy: 'Delete' });
    template().hasResourceProperties('Custom::S3AutoDeleteObjects', {});
  });
});

describe('one person', () => {
  test('with a role of its own gets the Canvas of the domain, by the same policy', () => {
    const domain = make({ features: [CanvasFeature.directDeployment()] });
    domain.addUserProfile('ana', { role: ProfileRole.own() });
    template().resourceCountIs('AWS::IAM::ManagedPolicy', 2);
    const ana = Object.entries(template().findResources('AWS::IAM::Role')).find(([id]) => id.includes('UseranaExecutionRole'))!;
    expect(ana[1].Properties.ManagedPolicyArns).toHaveLength(2);
    expect(settings()).toHaveLength(1);
  });

  test('may have another Canvas, in the workspace of the domain', () => {
    const domain = make({ workspace: { bucket: bucket(), prefix: 'team' }, features: [CanvasFeature.directDeployment()] });
    domain.addUserProfile('ana', { role: ProfileRole.own(), canvas: { features: [CanvasFeature.readyToUseModels()] } });
    const [own] = settings().filter(({ UserProfileName }) => UserProfileName === 'ana');
    expect(own.Settings).toEqual({ UserSettings: { CanvasAppSettings: { ...ALL_OFF, WorkspaceSettings: { S3ArtifactPath: 's3://canvas-data/team' } } } });
    expect(allowed(/^StudioSettings/).filter((each) => each.includes('UserProfile on'))).toEqual([
      expect.stringMatching(/^sagemaker:DescribeUserProfile on .*Userana/), expect.stringMatching(/^sagemaker:UpdateUserProfile on .*Userana/),
    ]);
    expect(allowed(/Userana.*CanvasFeatures/).join()).not.toContain('UpdateEndpoint');
  });

  test('without a role of its own widens that of everybody', () => {
    const domain = new studio.Domain(stack, 'Studio');
    domain.addUserProfile('ana', { canvas: { workspace: { bucket: bucket() } } });
    expect(ofRole(/StudioExecutionRole/)).toEqual(expect.arrayContaining(['s3:GetObject on arn:aws:s3:::canvas-data/*']));
    expect(settings()).toHaveLength(1);
  });

  describe('in another stack than the domain', () => {
    const elsewhere = () => new Stack(stack.node.root, 'People', { env: { account: '123456789012', region: 'eu-west-1' } });
    const given = () => role('Given', 'sagemaker.amazonaws.com') as iam.Role;

    test.each<[string, () => studio.DomainProps]>([['made', () => ({})], ['given', () => ({ executionRole: given() })]])('fails with the role of the domain, %s', (_, props) => {
      const domain = new studio.Domain(stack, 'Studio', props());
      expect(refusal(() => new studio.UserProfile(elsewhere(), 'Ana', { domain, canvas: {} }))).toMatch(/CanvasRoleElsewhere  People\/Ana\n.*Team\/[^]*ProfileRole\.own/);
    });

    test.each<[string, () => studio.DomainProps, studio.UserProfileOptions]>([
      ['a role of its own', () => ({}), { role: ProfileRole.own() }], ['a role that takes no changes', () => ({ executionRole: given().withoutPolicyUpdates() }), {}],
    ])('takes %s', (_, props, options) => {
      const people = elsewhere();
      new studio.UserProfile(people, 'Ana', { domain: new studio.Domain(stack, 'Studio', props()), canvas: {}, ...options });
      Template.fromStack(people).resourceCountIs(SETTINGS, 1);
    });
  });

  test('of an imported domain gets a workspace of its own', () => {
    const domain = studio.Domain.fromDomainId(stack, 'Studio', 'd-abcd1234efgh');
    new studio.UserProfile(stack, 'Ana', { domain, userProfileName: 'ana', role: ProfileRole.own(), canvas: {} });
    template().resourceCountIs('AWS::S3::Bucket', 1);
    expect(settings()[0]).toMatchObject({ DomainId: 'd-abcd1234efgh', UserProfileName: 'ana' });
  });
});

test('a role that takes no changes stays as it is', () => {
  const mine = new iam.Role(stack, 'Mine', { assumedBy: new iam.ServicePrincipal('sagemaker.amazonaws.com') });
  make({ workspace: { bucket: bucket() } }, { executionRole: mine.withoutPolicyUpdates() });
  template().hasResourceProperties('AWS::IAM::Role', { ManagedPolicyArns: Match.absent(), AssumeRolePolicyDocument: { Statement: [{ Principal: { Service: 'sagemaker.amazonaws.com' } }] } });
});

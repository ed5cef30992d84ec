import { Template } from 'aws-cdk-lib/assertions';
import { CfnCrawler, CfnJob } from 'aws-cdk-lib/aws-glue';
import { Role } from 'aws-cdk-lib/aws-iam';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { App, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import { ContainerImage, ImageBuilder, S3Source } from '../../../lib/core';
import { Feature, FeatureDescriber, FeatureGroup, FeatureGroupManager, FeatureIngestion, Features, OfflineStore, OnlineStore, RecordSource } from '../../../lib/features';
import { EndpointScaling, InvocableEndpoint, OnlineEnrichment, Serving } from '../../../lib/hosting';
import { MlPlatform } from '../../../lib/lifecycle';
import { Monitor, MonitoringEngine } from '../../../lib/monitoring';
import {
  DefinitionPlace, FailStep, GlueCrawlerStep, GlueJobStep, Pipeline, PipelineDefinitionWriter,
} from '../../../lib/pipeline';
import { CanvasFeature, Domain, HomeFileSystem, StudioCleaner, StudioConfigurator } from '../../../lib/studio';
import { AutoMlProblem, AutoMlSearch } from '../../../lib/training';
import { income } from '../../lifecycle/support';
import { ACCOUNT, CUSTOMERS_GROUP, MODEL, ORDERS_GROUP, PREFIX, REGION, SHOPS_GROUP, TASTES_GROUP } from '../site';

/** One action on one pattern of resources, as a role's policies give it. */
export interface Grant {
  readonly action: string;
  readonly resource: string;
  readonly conditions: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** What belongs to a function. */
export interface Site {
  readonly log: string;
  /** Left out where whoever calls the function sees its failures. */
  readonly deadLetters?: string;
  readonly key?: string;
}

/** A handler's function with its role's policies. */
export interface HandlerRole {
  readonly handler: string;
  readonly site: Site;
  readonly grants: readonly Grant[];
  readonly managedPolicies: readonly string[];
}

/** Physical names of resources as the scenarios call them; all others are named by their logical ids. */
const NAMES: readonly (readonly [RegExp, string])[] = [
  [/EndpointReconcilerRecords/, 'endpoints'], [/RetrainerTable/, 'retrainings'], [/PlatformTopic/, 'people'], [/PlatformArtifacts/, 'artifacts'],
  [/EndpointReconcilerMachine/, 'endpoints'], [/MonitorRunnerMachine/, 'monitors'], [/GlueRunnerMachine/, 'glue'], [/SearchMachine/, 'searches'],
  [/ImageBuildsMachine/, 'images'], [/StudioCleanerMachine/, 'studio'], [/GroupManagerMachine/, 'groups'], [/^Workplace[0-9A-F]{8}$/, 'd-studio'], [/^WorkplaceUserana[0-9A-F]{8}$/, 'd-studio/ana'], [/PlatformKey/, 'platform'],
  [/IngestionFilesQueue/, 'files'],
];

/** How ARNs of a type begin. */
const ARNS: Readonly<Record<string, string>> = {
  'AWS::DynamoDB::Table': `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/`,
  'AWS::KMS::Key': `arn:aws:kms:${REGION}:${ACCOUNT}:key/`,
  'AWS::Logs::LogGroup': `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:`,
  'AWS::S3::Bucket': 'arn:aws:s3:::',
  'AWS::SageMaker::Domain': `arn:aws:sagemaker:${REGION}:${ACCOUNT}:domain/`,
  'AWS::SageMaker::UserProfile': `arn:aws:sagemaker:${REGION}:${ACCOUNT}:user-profile/`,
  'AWS::SNS::Topic': `arn:aws:sns:${REGION}:${ACCOUNT}:`,
  'AWS::SQS::Queue': `arn:aws:sqs:${REGION}:${ACCOUNT}:`,
  'AWS::StepFunctions::StateMachine': `arn:aws:states:${REGION}:${ACCOUNT}:stateMachine:`,
};
/** Types whose `Ref` is their ARN. */
const REF_IS_ARN = ['AWS::SNS::Topic', 'AWS::StepFunctions::StateMachine'];
const HANDLER_OF_ROLE = /^Lets the function '(.+)' do its work$/;

/** A platform with one model for each way of monitoring, one of which scales, and what runs beside it: everything that makes handlers' roles grow. */
export class Platform {
  private readonly resources: Readonly<Record<string, any>>;

  constructor() {
    const stack = new Stack(new App(), 'Team', { env: { account: ACCOUNT, region: REGION } });
    const platform = new MlPlatform(stack, 'Platform', { namePrefix: PREFIX });
    const scaling = EndpointScaling.byInvocations({ minCapacity: 1, maxCapacity: 4, invocationsPerInstance: 500 });
    const data = { ignore: ['person_id'], target: 'income_over_50k' };
    income(stack, platform, {
      modelName: 'income', monitors: [Monitor.dataQuality(data)], serve: Serving.realTime({ entryPoint: 'examples/income/model/inference.py', scaling }),
      startOnNewData: { bucket: platform.dataBucket, prefix: 'raw/' },
    });
    income(stack, platform, { modelName: 'churn', monitors: [Monitor.dataQuality({ ...data, engine: MonitoringEngine.modelMonitor() })] }, 'Churn');
    this.glue(stack, platform);
    this.large(stack, platform);
    new AutoMlSearch(stack, 'Search', { problem: AutoMlProblem.tabular({ target: 'income' }), trainingData: S3Source.fromUri('s3://rows/') }).startOnDeployment();
    ContainerImage.fromDockerfile('test/core/fixtures/container', { builder: ImageBuilder.codeBuild() }).bind(stack);
    this.studio(stack, platform);
    this.features(stack, platform);
    this.resources = Template.fromStack(stack).toJSON().Resources;
  }

  /** A feature group that files and messages go into and that is looked up beside another one, and groups with descriptions and a vector. */
  private features(stack: Stack, { artifactBucket, encryptionKey, topic }: MlPlatform): void {
    const lake = Bucket.fromBucketName(stack, 'Lake', 'lake');
    const group = FeatureGroup.fromFeatureGroupName(stack, 'Customers', CUSTOMERS_GROUP);
    const shops = FeatureGroup.fromFeatureGroupName(stack, 'Shops', SHOPS_GROUP);
    new OnlineEnrichment(stack, 'Enrichment', {
      endpoint: InvocableEndpoint.fromEndpointName(MODEL), columns: [Feature.integral('age'), Feature.string('city')], encryptionKey,
      lookUps: [{ group, on: 'customer', features: ['age'] }, { group: shops, on: 'shop', features: ['city'] }],
    });
    new FeatureIngestion(stack, 'Ingestion', {
      group,
      sources: [RecordSource.files(lake, { prefix: 'customers/' }), RecordSource.queue(Queue.fromQueueArn(stack, 'Orders', `arn:aws:sqs:${REGION}:${ACCOUNT}:orders`))],
      keptRecords: { bucket: artifactBucket, prefix: 'rejected/' }, encryptionKey, alarmTopic: topic,
    });
    const describer = new FeatureDescriber(stack, 'Describer', { encryptionKey });
    for (const featureGroupName of [CUSTOMERS_GROUP, ORDERS_GROUP]) {
      new FeatureGroup(stack, featureGroupName, {
        featureGroupName, recordIdentifier: 'id', eventTime: 'at', offline: OfflineStore.none(),
        features: Features.of([Feature.string('id', { description: 'Who' }), Feature.string('at')]), describer,
      });
    }
    new FeatureGroup(stack, 'Tastes', {
      featureGroupName: TASTES_GROUP, recordIdentifier: 'id', eventTime: 'at', online: OnlineStore.inMemory({ encryptionKey }),
      features: Features.of([Feature.string('id'), Feature.string('at'), Feature.vector('taste', 2)]),
      manager: new FeatureGroupManager(stack, 'GroupManager', { encryptionKey }),
    });
  }

  /** A domain that is emptied when it goes, and has settings that CloudFormation lacks, as has a person in it. */
  private studio(stack: Stack, { encryptionKey }: MlPlatform): void {
    const workspace = { bucket: Bucket.fromBucketName(stack, 'Canvas', 'canvas') };
    const configurator = new StudioConfigurator(stack, 'StudioConfigurator', { encryptionKey });
    const cleaner = new StudioCleaner(stack, 'StudioCleaner', { encryptionKey });
    const largeData = Role.fromRoleArn(stack, 'LargeData', `arn:aws:iam::${ACCOUNT}:role/ml/large-data`);
    const domain = new Domain(stack, 'Workplace', {
      homeFileSystem: HomeFileSystem.CREATED, removalPolicy: RemovalPolicy.DESTROY, configurator,
      cleaner, canvas: { workspace, features: [CanvasFeature.largeDataPreparation(largeData)] },
    });
    domain.addUserProfile('ana', { canvas: {}, cleaner });
  }

  /** A pipeline with a job and a crawler of Glue. */
  private glue(stack: Stack, { glueRunner: runner }: MlPlatform): void {
    new Pipeline(stack, 'Prepare', { pipelineName: MODEL }).addSteps(
      new GlueJobStep('Clean', { runner, job: CfnJob.fromJobName(stack, 'Job', MODEL) }),
      new GlueCrawlerStep('Crawl', { runner, crawler: CfnCrawler.fromCrawlerName(stack, 'Crawler', `${PREFIX}lake`) }),
    );
  }

  /** A pipeline whose definition is in S3. */
  private large(stack: Stack, { artifactBucket, encryptionKey }: MlPlatform): void {
    const writer = new PipelineDefinitionWriter(stack, 'DefinitionWriter', { encryptionKey });
    new Pipeline(stack, 'Large', {
      pipelineName: `${PREFIX}large`, artifacts: artifactBucket, encryptionKey, definition: DefinitionPlace.inS3({ writer }),
    }).addSteps(new FailStep('End', { message: 'over' }));
  }

  /** The functions that run our handlers. */
  public get handlers(): HandlerRole[] {
    return this.ofType('AWS::Lambda::Function').flatMap(([, { Properties }]) => {
      const roleId = Properties.Role['Fn::GetAtt']?.[0] as string;
      const handler = HANDLER_OF_ROLE.exec(this.resources[roleId]?.Properties.Description)?.[1];
      return handler === undefined ? [] : [{ handler, ...this.role(roleId), site: this.site(Properties) }];
    });
  }

  /** Roles that no function of ours has. */
  public get otherRoles(): string[] {
    return this.ofType('AWS::IAM::Role').filter(([, { Properties }]) => !HANDLER_OF_ROLE.test(Properties.Description)).map(([id]) => id);
  }

  private role(roleId: string): Pick<HandlerRole, 'grants' | 'managedPolicies'> {
    const { Policies = [], ManagedPolicyArns = [] } = this.resources[roleId].Properties;
    const attached = [...this.ofType('AWS::IAM::Policy'), ...this.ofType('AWS::IAM::ManagedPolicy')].map(([, { Properties }]) => Properties)
      .filter(({ Roles = [] }) => Roles.some(({ Ref }: any) => Ref === roleId));
    const statements = [...Policies, ...attached].flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
    return {
      managedPolicies: ManagedPolicyArns.map((arn: unknown) => this.text(arn)),
      grants: statements.flatMap(({ Action, Resource, Condition = {} }) => [Action].flat().flatMap((action: string) => [Resource].flat().map((resource) => (
        { action, resource: this.text(resource), conditions: Condition }
      )))),
    };
  }

  private site({ LoggingConfig, DeadLetterConfig, KmsKeyArn }: any): Site {
    return {
      log: `${ARNS['AWS::Logs::LogGroup']}${this.text(LoggingConfig.LogGroup)}:*`,
      ...(DeadLetterConfig && { deadLetters: this.text(DeadLetterConfig.TargetArn) }),
      key: KmsKeyArn && this.text(KmsKeyArn),
    };
  }

  private ofType(type: string): [string, any][] {
    return Object.entries(this.resources).filter(([, { Type }]) => Type === type);
  }

  /** A value of the template as it is deployed. */
  private text(value: any): string {
    if (typeof value === 'string') {
      return value;
    }
    const [[intrinsic, operand]] = Object.entries<any>(value);
    switch (intrinsic) {
      case 'Fn::Join': return operand[1].map((part: unknown) => this.text(part)).join(operand[0]);
      case 'Fn::GetAtt': return this.arnOf(operand[0]);
      case 'Ref': return operand === 'AWS::Partition' ? 'aws' : REF_IS_ARN.includes(this.resources[operand]?.Type) ? this.arnOf(operand) : nameOf(operand);
      default: throw new Error(`a policy with ${intrinsic} is not understood here`);
    }
  }

  private arnOf(logicalId: string): string {
    const { Type } = this.resources[logicalId];
    const begin = ARNS[Type];
    if (begin === undefined) {
      throw new Error(`a policy names a resource of type ${Type}, whose ARNs are not known here`);
    }
    return `${begin}${nameOf(logicalId)}${Type === 'AWS::Logs::LogGroup' ? ':*' : ''}`;
  }
}

function nameOf(logicalId: string): string {
  return NAMES.find(([pattern]) => pattern.test(logicalId) && !/DeadLetters|Log|Role/.test(logicalId))?.[1] ?? logicalId;
}

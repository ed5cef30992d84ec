import * as iam from 'aws-cdk-lib/aws-iam';
import type { aws_kendra } from 'aws-cdk-lib/interfaces';
import { ArnFormat } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { arnOf } from '../../core/internal/arns';

/** Actions on resources, by what is allowed where. */
export type CanvasPermissions = (scope: IConstruct) => iam.PolicyStatement[];

/** A role that services are handed, which they must be able to assume. */
export interface HandedRole {
  readonly role: iam.IRole;
  readonly services: readonly string[];
}

type Conditions = Record<string, Record<string, unknown>>;
/** For calls that name no resource in IAM: lists, metrics, and models that AWS runs for everybody. */
export const NO_RESOURCE = ['*'];

/** Canvas makes applications of EMR Serverless, which bear this tag. */
const OF_CANVAS = 'sagemaker:is-canvas-resource';
/** Canvas tunes models in Bedrock, which bear these. */
const TUNED_TAGS = ['SageMaker', 'Canvas'];
/** Canvas makes rules of EventBridge for schedules, which bear this tag. */
const OF_SCHEDULES = 'sagemaker:is-canvas-data-prep-job';
/** Who takes part in a schedule. */
export const SCHEDULING = ['sagemaker.amazonaws.com', 'events.amazonaws.com'];
/** What applications of EMR Serverless run for Canvas, in accounts of AWS. */
const LARGE_DATA_IMAGES = ['ap-dataprep-emr', 'sagemaker-data-wrangler-emr-container'];

/**
 * What each feature of Canvas takes. The actions are those that AWS's managed policies for Canvas name (CanvasFullAccess, CanvasDataPrepFullAccess,
 * CanvasDirectDeployAccess, CanvasAIServicesAccess), narrowed to the stack's region and account, and to roles and models that are named.
 */
export const allowHosting = (): CanvasPermissions => (scope) => [
  may(['sagemaker:UpdateEndpoint'], namedByCanvas(scope)),
  may(['cloudwatch:GetMetricData'], NO_RESOURCE),
];

/** Names that Canvas gives, written one way or the other. */
export function namedByCanvas(scope: IConstruct, ...kinds: string[]): string[] {
  return ['Canvas', 'canvas'].flatMap((name) => kinds.length === 0
    ? [arnOf(scope, { service: 'sagemaker', resource: `*${name}*`, arnFormat: ArnFormat.NO_RESOURCE_NAME })]
    : kinds.map((resource) => arnOf(scope, { service: 'sagemaker', resource, resourceName: `*${name}*` })));
}

export function allowRegistering(registryRole: iam.IRole | undefined): CanvasPermissions {
  if (registryRole) {
    return () => [may(['sts:AssumeRole'], [registryRole.roleArn])];
  }
  return (scope) => [
    may(
      ['sagemaker:CreateModelPackage', 'sagemaker:CreateModelPackageGroup', 'sagemaker:DescribeModelPackage', 'sagemaker:DescribeModelPackageGroup', 'sagemaker:ListModelPackages'],
      namedByCanvas(scope, 'model-package', 'model-package-group'),
    ),
    may(['sagemaker:ListModelPackageGroups'], NO_RESOURCE),
  ];
}

export function allowKendra(indexes: readonly aws_kendra.IIndexRef[]): CanvasPermissions {
  return () => [
    ...indexes.length > 0 ? [may(['kendra:DescribeIndex', 'kendra:Query', 'kendra:Retrieve'], indexes.map(({ indexRef }) => indexRef.indexArn))] : [],
    may(['kendra:ListIndices'], NO_RESOURCE),
  ];
}

export const allowAiServices = (): CanvasPermissions => () => [
  may([
    'comprehend:BatchDetectDominantLanguage', 'comprehend:BatchDetectEntities', 'comprehend:BatchDetectSentiment', 'comprehend:DetectDominantLanguage',
    'comprehend:DetectEntities', 'comprehend:DetectPiiEntities', 'comprehend:DetectSentiment', 'rekognition:DetectLabels', 'rekognition:DetectText',
    'textract:AnalyzeDocument', 'textract:AnalyzeExpense', 'textract:AnalyzeID', 'textract:GetDocumentAnalysis', 'textract:GetExpenseAnalysis',
    'textract:StartDocumentAnalysis', 'textract:StartExpenseAnalysis',
  ], NO_RESOURCE),
];

export function allowBedrock(models: readonly string[] = ['*'], tuningRole: iam.IRole | undefined): CanvasPermissions {
  return (scope) => {
    const foundation = models.map((resourceName) => arnOf(scope, { service: 'bedrock', account: '', resource: 'foundation-model', resourceName }));
    const own = ['custom-model', 'model-customization-job', 'provisioned-model'].map((resource) => arnOf(scope, { service: 'bedrock', resource, resourceName: '*' }));
    const asking = [
      may(['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream'], [...foundation, ...tuningRole ? [own[0], own[2]] : []]),
      may(['bedrock:ListFoundationModels'], NO_RESOURCE),
    ];
    return tuningRole ? [
      ...asking,
      may(['bedrock:CreateModelCustomizationJob'], foundation),
      may(['bedrock:CreateModelCustomizationJob', 'bedrock:CreateProvisionedModelThroughput', 'bedrock:TagResource'], own, {
        'ForAnyValue:StringEquals': { 'aws:TagKeys': TUNED_TAGS }, 'StringEquals': { ...tagged('aws:RequestTag'), ...tagged('aws:ResourceTag') },
      }),
      may([
        'bedrock:DeleteProvisionedModelThroughput', 'bedrock:GetCustomModel', 'bedrock:GetModelCustomizationJob', 'bedrock:GetProvisionedModelThroughput',
        'bedrock:StopModelCustomizationJob',
      ], own, { StringEquals: tagged('aws:ResourceTag') }),
      handOver(tuningRole, 'bedrock.amazonaws.com'),
    ] : asking;
  };
}

export function allowLargeData(executionRole: iam.IRole): CanvasPermissions {
  return (scope) => {
    const of = (rest: string) => [arnOf(scope, { service: 'emr-serverless', resource: `/${rest}`, arnFormat: ArnFormat.NO_RESOURCE_NAME })];
    const newOne = { StringEquals: { [`aws:RequestTag/${OF_CANVAS}`]: 'True' } };
    const oneOfThem = { StringEquals: { [`aws:ResourceTag/${OF_CANVAS}`]: 'True' } };
    return [
      may(['emr-serverless:CreateApplication', 'emr-serverless:TagResource'], of('*'), newOne),
      may(['emr-serverless:ListApplications'], of('*')),
      may([
        'emr-serverless:GetApplication', 'emr-serverless:ListJobRuns', 'emr-serverless:StartApplication', 'emr-serverless:StopApplication',
        'emr-serverless:UpdateApplication',
      ], of('applications/*'), oneOfThem),
      may(['emr-serverless:StartJobRun'], of('applications/*'), newOne),
      may(['emr-serverless:CancelJobRun', 'emr-serverless:GetJobRun'], of('applications/*/jobruns/*'), oneOfThem),
      may(['ecr:DescribeImages'], LARGE_DATA_IMAGES.map((name) => imagesOf(scope, name))),
      handOver(executionRole, 'emr-serverless.amazonaws.com'),
    ];
  };
}

export function allowForecast(role: iam.IRole): CanvasPermissions {
  return (scope) => [
    may([
      'CreateAutoPredictor', 'CreateDataset', 'CreateDatasetGroup', 'CreateDatasetImportJob', 'CreateExplainability', 'CreateExplainabilityExport', 'CreateForecast',
      'CreateForecastEndpoint', 'CreateForecastExportJob', 'CreatePredictor', 'CreatePredictorBacktestExportJob', 'DeleteResourceTree', 'DescribeAutoPredictor',
      'DescribeDataset', 'DescribeDatasetImportJob', 'DescribeExplainability', 'DescribeExplainabilityExport', 'DescribeForecast', 'DescribeForecastEndpoint',
      'DescribeForecastExportJob', 'DescribePredictor', 'DescribePredictorBacktestExportJob', 'GetAccuracyMetrics', 'GetRecentForecastContext',
      'InvokeForecastEndpoint', 'TagResource',
    ].map((action) => `forecast:${action}`), [arnOf(scope, { service: 'forecast', resource: '*Canvas*', arnFormat: ArnFormat.NO_RESOURCE_NAME })]),
    handOver(role, 'forecast.amazonaws.com'),
  ];
}

export function allowSchedules(jobRole: iam.IRole): CanvasPermissions {
  return (scope) => {
    const rules = [arnOf(scope, { service: 'events', resource: 'rule', resourceName: '*' })];
    const [newOne, oneOfThem] = ['aws:RequestTag', 'aws:ResourceTag'].map((key) => ({ [`${key}/${OF_SCHEDULES}`]: 'true' }));
    return [
      may([
        'sagemaker:CreatePipeline', 'sagemaker:DeletePipeline', 'sagemaker:DescribePipeline', 'sagemaker:DescribePipelineExecution',
        'sagemaker:ListPipelineExecutionSteps', 'sagemaker:StartPipelineExecution', 'sagemaker:UpdatePipeline',
      ], [ofPreparation(scope, 'pipeline')]),
      may(['sagemaker:ListProcessingJobs'], NO_RESOURCE),
      may(['events:PutRule'], rules, { StringEquals: newOne }),
      may(['events:DescribeRule', 'events:PutTargets'], rules, { StringEquals: oneOfThem }),
      may(['events:TagResource'], rules, { StringEquals: { ...newOne, ...oneOfThem } }),
      may(['events:ListTagsForResource'], rules),
      may(['iam:GetRole'], [jobRole.roleArn]),
      handOver(jobRole, ...SCHEDULING),
    ];
  };
}

/** What the role of scheduled jobs itself does: EventBridge starts the pipeline with it, the pipeline starts the job, and the job runs. */
export const scheduledWork = (jobRole: iam.IRole): CanvasPermissions => (scope) => [
  may(['sagemaker:StartPipelineExecution'], [ofPreparation(scope, 'pipeline')]),
  may(
    ['sagemaker:AddTags', 'sagemaker:CreateProcessingJob', 'sagemaker:DescribeProcessingJob', 'sagemaker:StopProcessingJob'],
    [ofPreparation(scope, 'processing-job')],
  ),
  handOver(jobRole, 'sagemaker.amazonaws.com'),
  ...jobBasics(scope),
];

/** What each job does with its role: pull its image, and write its log. */
export function jobBasics(scope: IConstruct): iam.PolicyStatement[] {
  return [
    may(['ecr:GetAuthorizationToken'], NO_RESOURCE),
    may(['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'], [imagesOf(scope)]),
    may(['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'], [
      arnOf(scope, { service: 'logs', resource: 'log-group', resourceName: '/aws/sagemaker/*', arnFormat: ArnFormat.COLON_RESOURCE_NAME }),
    ]),
  ];
}

/** Names that Canvas gives to what prepares data on a schedule. */
function ofPreparation(scope: IConstruct, resource: string): string {
  return arnOf(scope, { service: 'sagemaker', resource, resourceName: '*canvas-data-prep*' });
}

/** Hands a role to services, and to no others. */
export function handOver({ roleArn }: iam.IRole, ...services: string[]): iam.PolicyStatement {
  return may(['iam:PassRole'], [roleArn], { StringEquals: { 'iam:PassedToService': services.length === 1 ? services[0] : services } });
}

export function may(actions: string[], resources: string[], conditions?: Conditions): iam.PolicyStatement {
  return new iam.PolicyStatement({ actions, resources, conditions });
}

function tagged(key: string): Record<string, string> {
  return Object.fromEntries(TUNED_TAGS.map((tag) => [`${key}/${tag}`, 'true']));
}

/** ARNs of the images that SageMaker brings, whose accounts are AWS's own. */
export function imagesOf(scope: IConstruct, resourceName = '*'): string {
  return arnOf(scope, { service: 'ecr', account: '*', resource: 'repository', resourceName });
}

import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type { aws_kendra } from 'aws-cdk-lib/interfaces';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { S3Place } from '../core';
import {
  allowAiServices, allowBedrock, allowForecast, allowHosting, allowKendra, allowLargeData, allowRegistering, allowSchedules, SCHEDULING, type CanvasPermissions,
  type HandedRole,
} from './private/canvas-features';

/** Canvas for the people of a domain, or for one person. */
export interface CanvasOptions {
  /**
   * What people can do there besides preparing data, building models and predicting. What is not named is switched off, and their role may not do it.
   *
   * @default - nothing besides
   */
  readonly features?: CanvasFeature[];

  /**
   * Where Canvas keeps data sets, models and predictions. After a change, people no longer see what lies in the old place.
   *
   * Who shares a role shares the place, and can read there what others made. A bucket of your own must let browsers post files from `https://*.sagemaker.aws`,
   * if people are to upload some.
   *
   * @default - for a person the domain's place, else a private bucket, which costs what it holds
   */
  readonly workspace?: S3Place;
}

/** Generative AI in Canvas. */
export interface CanvasGenerativeAiOptions {
  /**
   * Ids of the Bedrock models that people may ask and tune, such as `amazon.nova-lite-v1:0`.
   *
   * @default - all that the account has access to
   */
  readonly models?: string[];

  /**
   * Role that Bedrock tunes a model with; it may use the workspace, and Bedrock must be able to assume it. A tuned model costs by the hour as long as
   * it is served. Where apps reach nothing but your VPC, tuning takes a way to the internet.
   *
   * @default - people ask models, and tune none
   */
  readonly tuningRole?: iam.IRole;
}

/** How a feature comes to be: its name, its setting in the API, and what it takes. */
interface CanvasFeatureParts {
  readonly name: string;
  readonly setting?: Readonly<Record<string, unknown>>;
  readonly permissions?: CanvasPermissions;
  /** What it reaches by an endpoint, where Canvas reaches nothing but the VPC. */
  readonly calls?: ec2.InterfaceVpcEndpointAwsService[];
  readonly trusts?: HandedRole;
  readonly secret?: ISecret;
}

const {
  BEDROCK_RUNTIME, COMPREHEND, EMR_SERVERLESS, EVENTBRIDGE, FORECAST, FORECAST_QUERY, KENDRA, REKOGNITION, SECRETS_MANAGER, TEXTRACT,
} = ec2.InterfaceVpcEndpointAwsService;

/** The setting of what is on or off. */
const on = (member: string, more: Readonly<Record<string, string>> = {}) => ({ [member]: { Status: 'ENABLED', ...more } });

/** Something that people can do in Canvas: its setting, and what their role needs for it. */
export class CanvasFeature {
  /**
   * Forecasts of time series.
   *
   * @param forecastRole role handed to Amazon Forecast, which takes no new customers; it may use the workspace. Without one, forecasts are
   *   trained as other models are
   */
  public static timeSeriesForecasting(forecastRole?: iam.IRole): CanvasFeature {
    return new CanvasFeature({
      name: 'timeSeriesForecasting',
      setting: on('TimeSeriesForecastingSettings', forecastRole && { AmazonForecastRoleArn: forecastRole.roleArn }),
      permissions: forecastRole && allowForecast(forecastRole),
      calls: forecastRole && [FORECAST, FORECAST_QUERY],
      trusts: forecastRole && { role: forecastRole, services: ['forecast.amazonaws.com'] },
    });
  }

  /**
   * Putting models into the registry, in groups whose names have `canvas` in them as Canvas proposes it.
   *
   * @param registryRole role of another account to do it with, which must trust the people's role; without one, they go into this account's registry
   */
  public static modelRegistration(registryRole?: iam.IRole): CanvasFeature {
    return new CanvasFeature({
      name: 'modelRegistration',
      setting: on('ModelRegisterSettings', registryRole && { CrossAccountModelRegisterRoleArn: registryRole.roleArn }),
      permissions: allowRegistering(registryRole),
    });
  }

  /** Deploying models to endpoints, which cost by the hour until somebody deletes them. */
  public static directDeployment(): CanvasFeature {
    return new CanvasFeature({ name: 'directDeployment', setting: on('DirectDeploySettings'), permissions: allowHosting() });
  }

  /**
   * Asking documents: a model answers from what an index of Amazon Kendra finds. Use it with `generativeAi()`.
   *
   * @param indexes the indexes that people may ask
   */
  public static documentQueries(...indexes: aws_kendra.IIndexRef[]): CanvasFeature {
    return new CanvasFeature({ name: 'documentQueries', setting: on('KendraSettings'), permissions: allowKendra(indexes), calls: [KENDRA] });
  }

  /** Asking foundation models of Amazon Bedrock, and tuning them. */
  public static generativeAi(options: CanvasGenerativeAiOptions = {}): CanvasFeature {
    const { tuningRole } = options;
    return new CanvasFeature({
      name: 'generativeAi',
      setting: tuningRole && { GenerativeAiSettings: { AmazonBedrockRoleArn: tuningRole.roleArn } },
      permissions: allowBedrock(options.models, tuningRole),
      calls: [BEDROCK_RUNTIME],
      trusts: tuningRole && { role: tuningRole, services: ['bedrock.amazonaws.com'] },
    });
  }

  /**
   * Preparing large data on EMR Serverless, in applications that Canvas makes; they cost what they use.
   *
   * @param executionRole role that the jobs read and write data with; it may use the workspace, and EMR Serverless must be able to assume it. AWS's guide asks
   *   for a name that begins with `AmazonSageMakerCanvasEMRSExecutionAccess-`, which its own policies are about; these permissions name the role itself
   */
  public static largeDataPreparation(executionRole: iam.IRole): CanvasFeature {
    return new CanvasFeature({
      name: 'largeDataPreparation',
      setting: on('EmrServerlessSettings', { ExecutionRoleArn: executionRole.roleArn }),
      permissions: allowLargeData(executionRole),
      calls: [EMR_SERVERLESS],
      trusts: { role: executionRole, services: ['emr-serverless.amazonaws.com'] },
    });
  }

  /**
   * Preparing data again on a schedule: each schedule is a rule of EventBridge that starts a pipeline with a job, which costs what it uses.
   *
   * Rules and pipelines are people's: they stay, and go on, when this leaves the template. A schedule ends when its rule is deleted, in EventBridge; it bears
   * the tag `sagemaker:is-canvas-data-prep-job`.
   *
   * @param jobRole role that people name as the IAM role of such a job. It starts the pipeline, runs the job, may use the workspace, and reads and writes
   *   what you grant to it; both SageMaker and EventBridge must be able to assume it
   */
  public static scheduledPreparation(jobRole: iam.IRole): CanvasFeature {
    return new CanvasFeature({
      name: 'scheduledPreparation',
      permissions: allowSchedules(jobRole),
      calls: [EVENTBRIDGE],
      trusts: { role: jobRole, services: SCHEDULING },
    });
  }

  /** Models that are ready to use, of Amazon Comprehend, Rekognition and Textract; each answer costs. */
  public static readyToUseModels(): CanvasFeature {
    return new CanvasFeature({ name: 'readyToUseModels', permissions: allowAiServices(), calls: [COMPREHEND, REKOGNITION, TEXTRACT] });
  }

  /** Data of Snowflake, to which people sign in with OAuth; the secret holds what your identity provider gave. */
  public static snowflake(secret: ISecret): CanvasFeature {
    return CanvasFeature.signIn('snowflake', 'Snowflake', secret);
  }

  /** Data of Salesforce Data Cloud, to which people sign in with OAuth; the secret holds what your identity provider gave. */
  public static salesforceDataCloud(secret: ISecret): CanvasFeature {
    return CanvasFeature.signIn('salesforceDataCloud', 'SalesforceGenie', secret);
  }

  private static signIn(name: string, source: string, secret: ISecret): CanvasFeature {
    return new CanvasFeature({
      name, setting: { IdentityProviderOAuthSettings: [{ DataSourceName: source, Status: 'ENABLED', SecretArn: secret.secretArn }] }, secret, calls: [SECRETS_MANAGER],
    });
  }

  /** @internal */
  public readonly _parts: CanvasFeatureParts;

  private constructor(parts: CanvasFeatureParts) {
    this._parts = parts;
  }
}

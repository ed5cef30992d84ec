import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type * as sns from 'aws-cdk-lib/aws-sns';
import * as subscriptions from 'aws-cdk-lib/aws-sns-subscriptions';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Annotations, Duration, RemovalPolicy } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { Conventions, type FunctionOptions, type HandlerOptions } from '../core';
import { invalid, isKnown, Mistakes } from '../core/internal/errors';
import { Keep } from '../core/internal/job-site';
import { secureBucket } from '../core/internal/secure-bucket';
import { EndpointReconciler, ServingVersionFinder, type IEndpointReconciler, type IServingVersionFinder, type S3Place } from '../hosting';
import { MonitorRunner, Retrainer, type IMonitorRunner, type IRetrainer } from '../monitoring';
import {
  AcceptanceRule, GlueRunner, NewDataStarter, PipelineStarter, RunComparison, type IGlueRunner, type INewDataStarter, type IPipelineStarter,
} from '../pipeline';
import { ModelPackageCleaner, type IModelPackageCleaner } from '../registry';
import { StudioCleaner, type IDomain, type IStudioCleaner } from '../studio';
import { MlPlatformGrants } from './ml-platform-grants';
import type { ModelLifecycle } from './model-lifecycle';
import { makeAlarmTopic } from './private/notice-topic';
import { Notices } from './private/notices';
import { PlatformDashboard } from './private/platform-dashboard';
import { allowSenders, platformKey } from './private/platform-key';
import { undeliveredEvents } from './private/undelivered-events';

/** What a team's models share. */
export interface MlPlatformProps {
  /**
   * E-mail addresses that are told of failed runs, of versions that wait for approval and of alarms. Each must confirm a mail from AWS once.
   *
   * @default - nobody; a warning says so
   */
  readonly notify?: string[];

  /**
   * What the names of pipelines, registries and other things of the platform's models start with: at most 24 lower-case letters, digits and
   * single hyphens, with a hyphen at the end. Handlers may act on everything whose name starts so. Another prefix makes other pipelines and registries.
   *
   * @default - `ml-<six digits>-`, the digits from the platform's place in the app
   */
  readonly namePrefix?: string;

  /**
   * What happens to data, models, keys and logs when the platform leaves its stack. With DESTROY the buckets are emptied, model versions
   * deleted, and the key a week later.
   *
   * @default RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE - all is kept, unless its first deployment fails and is rolled back
   */
  readonly removalPolicy?: RemovalPolicy;

  /**
   * Key for everything the platform stores. AWS's services get to send notices with it, which an imported key has to allow by itself.
   *
   * @default - a key of its own that is rotated every year; about 1 USD a month
   */
  readonly encryptionKey?: kms.IKey;

  /**
   * How long handlers' logs are kept.
   *
   * @default - one month
   */
  readonly logRetention?: logs.RetentionDays;

  /**
   * How long intermediate results of pipeline runs and captured traffic are kept, in whole days; models and their metrics are not touched.
   *
   * @default Duration.days(90)
   */
  readonly runExpiration?: Duration;

  /**
   * Whether there is a dashboard with a row for each model, in stacks of the same app. It holds about a hundred models, and costs 3 USD a month beyond an
   * account's third.
   *
   * @default true
   */
  readonly dashboard?: boolean;
}

const CAPTURES = 'captures/';
/** Ids of what is made when it is first asked for. */
const NEW_DATA = 'NewDataStarter';
const GLUE = 'GlueRunner';
const STUDIO = 'StudioCleaner';

/**
 * What a team's models share: key, buckets, handlers and notices. Made once; a model adds a handful of resources.
 *
 * Models may live in other stacks, of the same account and region: they refer to the platform, and it never to them.
 * Idle it costs its key, about 1 USD a month, 0.10 USD for each alarm, and the storage that is used.
 */
export class MlPlatform extends Construct {
  /** Key for everything the platform stores. */
  public readonly encryptionKey: kms.IKey;
  /** Raw data and feature stores. */
  public readonly dataBucket: s3.IBucket;
  /** Results of pipeline runs and models. */
  public readonly artifactBucket: s3.IBucket;
  /** Where people are told; alarms and rules of this account may publish to it. */
  public readonly topic: sns.ITopic;
  /** Events that reached nobody; an alarm watches it. */
  public readonly deadLetterQueue: sqs.IQueue;
  /** Starts pipelines when they are deployed. */
  public readonly starter: IPipelineStarter;
  /** Removes model versions before their group. */
  public readonly modelPackageCleaner: IModelPackageCleaner;
  /** Keeps endpoints as the registry and their settings say. */
  public readonly reconciler: IEndpointReconciler;
  /** Finds the versions that serve, for pipelines that compare a new one. */
  public readonly servingVersions: IServingVersionFinder;
  /** Where endpoints' captures go; they expire with the intermediate results of runs. */
  public readonly captures: S3Place;
  /** Runs the analyses of monitors. */
  public readonly monitorRunner: IMonitorRunner;
  /** Where monitors' reports go. */
  public readonly reports: S3Place;
  /** Trains models anew when there is drift. */
  public readonly retrainer: IRetrainer;
  /** Shows the runs of a model side by side. */
  public readonly runComparison: RunComparison;
  /** One page for all models; undefined where none is wanted. */
  public readonly dashboard?: cloudwatch.IDashboardRef;
  /** What names start with. */
  public readonly namePrefix: string;
  /** IAM path of the models' roles. */
  public readonly rolePath: string;
  /** What happens to data, models, keys and logs when the platform leaves its stack. */
  public readonly removalPolicy: RemovalPolicy;
  private readonly notices: Notices;
  private readonly handlers: HandlerOptions;
  private readonly modelNames = new Map<string, string>();
  private readonly page?: PlatformDashboard;

  constructor(scope: Construct, id: string, props: MlPlatformProps = {}) {
    super(scope, id);
    check(this, props);
    this.namePrefix = props.namePrefix ?? `ml-${this.node.addr.slice(-6)}-`;
    this.rolePath = `/${this.namePrefix.replace(/-+$/, '')}/`;
    Conventions.apply(this, { namePrefix: this.namePrefix, rolePath: this.rolePath });
    this.removalPolicy = props.removalPolicy ?? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE;
    const { removalPolicy } = this;

    this.encryptionKey = props.encryptionKey ?? platformKey(this, removalPolicy);
    const { encryptionKey } = this;
    allowSenders(this, encryptionKey);
    const expiration = props.runExpiration ?? Duration.days(90);
    const accessLogs = secureBucket(this, 'AccessLogs', { removalPolicy, expirations: { '': Duration.days(365) } });
    this.dataBucket = secureBucket(this, 'Data', { encryptionKey, accessLogs, removalPolicy });
    this.artifactBucket = secureBucket(this, 'Artifacts', {
      encryptionKey, accessLogs, removalPolicy, expirations: { [`${Keep.FOR_THE_RUN}/`]: expiration, [CAPTURES]: expiration },
    });
    this.captures = { bucket: this.artifactBucket, prefix: CAPTURES };
    this.reports = { bucket: this.artifactBucket, prefix: 'monitoring/' };

    this.topic = makeAlarmTopic(this, encryptionKey);
    tell(this, props.notify ?? []);
    this.deadLetterQueue = undeliveredEvents(this, encryptionKey, this.topic);

    this.handlers = { encryptionKey, alarmTopic: this.topic, logRetention: props.logRetention, removalPolicy };
    const { handlers } = this;
    this.starter = new PipelineStarter(this, 'PipelineStarter', { ...handlers, pipelineNamePrefix: this.namePrefix });
    this.modelPackageCleaner = new ModelPackageCleaner(this, 'ModelPackageCleaner', { ...handlers, modelPackageGroupNamePrefix: this.namePrefix });
    this.reconciler = new EndpointReconciler(this, 'EndpointReconciler', { ...handlers, namePrefix: this.namePrefix, topic: this.topic });
    this.servingVersions = new ServingVersionFinder(this, 'ServingVersions', { ...handlers, namePrefix: this.namePrefix });
    this.monitorRunner = new MonitorRunner(this, 'MonitorRunner', { ...handlers, namePrefix: this.namePrefix, captures: this.captures, reports: this.reports });
    this.retrainer = new Retrainer(this, 'Retrainer', {
      ...handlers, pipelineNamePrefix: this.namePrefix, topic: this.topic, deadLetterQueue: this.deadLetterQueue,
    });
    this.notices = new Notices(this, 'Notices', {
      ...handlers, topic: this.topic, namePrefix: this.namePrefix, artifactBucket: this.artifactBucket, deadLetterQueue: this.deadLetterQueue,
    });
    this.runComparison = new RunComparison(this, 'RunComparison', { ...handlers, family: { namePrefix: this.namePrefix, artifacts: this.artifactBucket } });
    this.page = props.dashboard === false ? undefined : new PlatformDashboard(this, () => this.alarms, this.runComparison);
    this.dashboard = this.page?.resource;
  }

  /**
   * Lets notices of versions that wait for approval lead to the version's page in a Studio domain of the platform's stack or of one deployed before it.
   *
   * The page opens for whoever is signed in to the domain. A second domain takes the place of the first.
   */
  public linkNoticesTo(domain: IDomain): void {
    this.notices.linkTo(domain.domainId);
  }

  /**
   * Starts pipelines when data lands in S3; made when somebody first asks for it, such as a model with `startOnNewData`.
   *
   * Where the models that use it are in other stacks, name it in the app for one more deployment after the last of them has stopped doing so: CloudFormation
   * deletes nothing that another stack still refers to.
   */
  public get newDataStarter(): INewDataStarter {
    const made = this.node.tryFindChild(NEW_DATA) as NewDataStarter | undefined;
    return made ?? new NewDataStarter(this, NEW_DATA, { ...this.handlers, pipelineNamePrefix: this.namePrefix });
  }

  /**
   * Runs jobs and crawlers of Glue whose names start with the platform's prefix; made when somebody first asks for it, such as a step of a model.
   *
   * Where the models that use it are in other stacks, name it in the app for one more deployment after the last of them has stopped doing so: CloudFormation
   * deletes nothing that another stack still refers to.
   */
  public get glueRunner(): IGlueRunner {
    const made = this.node.tryFindChild(GLUE) as GlueRunner | undefined;
    return made ?? new GlueRunner(this, GLUE, { ...this.handlers, namePrefix: this.namePrefix });
  }

  /**
   * Empties Studio domains, profiles and spaces before they are deleted, in any stack: give it as their `cleaner`. Made when somebody first asks for it.
   *
   * Where these are in other stacks, name it in the app for one more deployment after the last of them has gone: CloudFormation deletes nothing that another
   * stack still refers to.
   */
  public get studioCleaner(): IStudioCleaner {
    const made = this.node.tryFindChild(STUDIO) as StudioCleaner | undefined;
    return made ?? new StudioCleaner(this, STUDIO, this.handlers);
  }

  /**
   * Settings of the functions that a model brings along.
   *
   * @internal
   */
  public get _functions(): FunctionOptions {
    const { encryptionKey, logRetention, removalPolicy } = this.handlers;
    return { encryptionKey, logRetention, removalPolicy };
  }

  /** Permissions on all models of the platform. */
  public get grants(): MlPlatformGrants {
    return MlPlatformGrants.fromMlPlatform(this);
  }

  /** Alarms that tell of lost work: events that were not delivered, and those that a handler could not handle. */
  public get alarms(): cloudwatch.IAlarmRef[] {
    return this.node.findAll().filter((construct) => construct instanceof cloudwatch.CfnAlarm);
  }

  /**
   * Lets what is below a model use what the platform shares, and names it as the platform does.
   *
   * @internal
   */
  public _takeIn(model: ModelLifecycle): void {
    const { namePrefix, rolePath } = this;
    Conventions.apply(model, { namePrefix, rolePath });
    NewDataStarter._offerBelow(model, () => this.newDataStarter);
    GlueRunner._offerBelow(model, namePrefix, () => this.glueRunner);
  }

  /**
   * Gives a model its row on the dashboard, and a place in the comparison of runs.
   *
   * @internal
   */
  public _show(model: ModelLifecycle, rules: readonly AcceptanceRule[]): void {
    this.runComparison.add(model.pipeline, AcceptanceRule._wanted(rules));
    this.page?.addModel(model);
  }

  /**
   * Reserves a model's name, so that two models of a platform never share a pipeline or a registry.
   *
   * @internal
   */
  public _nameFor(model: Construct, name: string): string {
    const owner = this.modelNames.get(name);
    if (owner !== undefined) {
      throw invalid(model, {
        code: 'ModelNameTaken', property: 'modelName', problem: `${owner} has the same name on this platform`, value: name,
        fix: "Give one of the two another 'modelName'.",
      });
    }
    this.modelNames.set(name, model.node.path);
    return `${this.namePrefix}${name}`;
  }
}

/** Subscribes each address once. A platform that tells nobody works all the same, and its failures are easily missed. */
function tell(platform: MlPlatform, addresses: string[]): void {
  new Set(addresses).forEach((address) => platform.topic.addSubscription(new subscriptions.EmailSubscription(address)));
  if (addresses.length === 0) {
    Annotations.of(platform).addWarningV2(
      'cdk-sagemaker-lifecycle:nobodyNotified',
      "notify: nobody is told of failed runs, waiting versions and alarms; give addresses, or subscribe to the platform's topic and acknowledge this",
    );
  }
}

const ADDRESS = /^[^\s@,;"'<>[\]]+@[^\s@,;"'<>[\]]+\.[^\s@,;"'<>[\]]+$/;

function check(scope: Construct, { namePrefix, notify = [], runExpiration }: MlPlatformProps): void {
  const mistakes = new Mistakes(scope);
  mistakes.when(namePrefix !== undefined && !/^(?!.{25})[a-z0-9](-?[a-z0-9])*-$/.test(namePrefix), {
    code: 'NamePrefixInvalid', property: 'namePrefix', problem: 'must be at most 24 lower-case letters, digits and single hyphens, with a hyphen at the end',
    value: namePrefix,
    fix: "Use a short prefix such as 'ml-'.",
  });
  for (const address of notify.filter(isKnown)) {
    mistakes.when(!ADDRESS.test(address), {
      code: 'EmailInvalid', property: 'notify', problem: 'is not an e-mail address', value: address, fix: "Write it as 'team@example.com'.",
    });
  }
  const seconds = runExpiration && !runExpiration.isUnresolved() ? runExpiration.toSeconds() : undefined;
  mistakes.when(seconds !== undefined && (seconds <= 0 || seconds % 86_400 !== 0), {
    code: 'RunExpirationInvalid', property: 'runExpiration', problem: 'must be one or more whole days', value: runExpiration?.toHumanString(),
    fix: 'Use Duration.days(...).',
  });
  mistakes.throwIfAny();
}

import * as sagemaker from '@aws-sdk/client-sagemaker';
import { FakeSageMaker } from './fake-sagemaker';
import { awsError } from './invocation';

export interface FakeVersion {
  readonly arn: string;
  readonly version: number;
  approval: string;
  changed: number;
  readonly image: string;
  readonly artifact: string;
  /** Folder of its baseline. */
  baseline?: string;
}

interface FakeSchedule {
  status: string;
  definition: string;
  expression: string;
}

interface FakeEndpoint {
  status: string;
  config: string;
  changed: number;
  reason?: string;
  wanted?: string;
}

const ACCOUNT = 'arn:aws:sagemaker:us-east-1:123456789012';
export const IMAGE = '683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-scikit-learn';

/** Models, endpoints and one group of versions. Every look at an endpoint that changes brings it one state further. */
export class FakeHosting extends FakeSageMaker {
  public readonly models = new Map<string, string>();
  public readonly configs = new Map<string, any>();
  public readonly endpoints = new Map<string, FakeEndpoint>();
  public readonly versions: FakeVersion[] = [];
  /** Job definitions of monitors, and the schedules that run them. */
  public readonly definitions = new Map<string, any>();
  public readonly schedules = new Map<string, FakeSchedule>();
  /** Definitions whose schedule fails. */
  public failsToSchedule: (definition: string) => boolean = () => false;
  /** Versions whose container does not answer. */
  public readonly sick = new Set<number>();
  /** Configurations that endpoints have run, in order. */
  public readonly served: string[] = [];
  private clock = 1_000;

  /** @param group the one group of versions */
  constructor(private readonly group = 'income') {
    super();
    this.readers();
    this.makers();
    this.removers();
    this.monitors();
  }

  public register(approval = 'Approved', artifact = `s3://artifacts/models/${this.group}/model.tar.gz`, image = `${IMAGE}:1.4-2`): FakeVersion {
    const version = this.versions.length + 1;
    const made = { arn: `${ACCOUNT}:model-package/${this.group}/${version}`, version, approval, changed: this.tick(), image, artifact };
    this.versions.push(made);
    return made;
  }

  public decide(version: number, approval: string): void {
    const found = this.versions[version - 1];
    found.approval = approval;
    found.changed = this.tick();
  }

  /** The version that an endpoint runs. */
  public serving(endpoint: string): number | undefined {
    const found = this.endpoints.get(endpoint);
    return found?.status === 'InService' ? this.versionOf(found.config) : undefined;
  }

  private versionOf(config: string): number {
    return Number(this.models.get(config)!.split('/').pop());
  }

  private tick(): number {
    return this.clock += 1_000;
  }

  private readers(): void {
    this.on('ListModelPackages', sagemaker.ListModelPackagesCommand, ({ ModelApprovalStatus }) => ({
      ModelPackageSummaryList: this.versions.filter(({ approval }) => approval === ModelApprovalStatus).reverse()
        .map(({ arn, version, approval }) => ({ ModelPackageArn: arn, ModelPackageVersion: version, ModelApprovalStatus: approval })),
    }));
    this.on('DescribeModelPackage', sagemaker.DescribeModelPackageCommand, ({ ModelPackageName }) => {
      const { arn, version, approval, changed, image, artifact, baseline } = this.versions.find((each) => each.arn === ModelPackageName)!;
      return {
        ModelPackageArn: arn, ModelPackageVersion: version, ModelApprovalStatus: approval, LastModifiedTime: new Date(changed),
        InferenceSpecification: { Containers: [{ Image: image, ModelDataUrl: artifact }] },
        ...(baseline && { DriftCheckBaselines: { ModelDataQuality: {
          Statistics: { ContentType: 'application/json', S3Uri: `${baseline}/statistics.json` },
          Constraints: { ContentType: 'application/json', S3Uri: `${baseline}/constraints.json` },
        } } }),
      };
    });
    this.on('DescribeEndpoint', sagemaker.DescribeEndpointCommand, ({ EndpointName }) => {
      const found = this.endpoints.get(EndpointName);
      if (!found) {
        throw awsError('ValidationException', `Could not find endpoint "${ACCOUNT}:endpoint/${EndpointName}".`);
      }
      const answer = {
        EndpointName, EndpointStatus: found.status, EndpointConfigName: found.config, LastModifiedTime: new Date(found.changed), FailureReason: found.reason,
      };
      this.advance(EndpointName, found);
      return answer;
    });
    this.on('ListEndpointConfigs', sagemaker.ListEndpointConfigsCommand, ({ NameContains }) => ({
      EndpointConfigs: [...this.configs.keys()].filter((name) => name.includes(NameContains)).map((EndpointConfigName) => ({ EndpointConfigName })),
    }));
    this.on('ListModels', sagemaker.ListModelsCommand, ({ NameContains }) => ({
      Models: [...this.models.keys()].filter((name) => name.includes(NameContains)).map((ModelName) => ({ ModelName })),
    }));
  }

  private makers(): void {
    this.on('CreateModel', sagemaker.CreateModelCommand, ({ ModelName, PrimaryContainer }) => {
      refuseExisting(this.models, ModelName, 'model');
      this.models.set(ModelName, PrimaryContainer.ModelPackageName);
      return {};
    });
    this.on('CreateEndpointConfig', sagemaker.CreateEndpointConfigCommand, (input) => {
      refuseExisting(this.configs, input.EndpointConfigName, 'endpoint configuration');
      this.configs.set(input.EndpointConfigName, input);
      return {};
    });
    this.on('CreateEndpoint', sagemaker.CreateEndpointCommand, ({ EndpointName, EndpointConfigName }) => {
      refuseExisting(this.endpoints, EndpointName, 'endpoint');
      this.endpoints.set(EndpointName, { status: 'Creating', config: EndpointConfigName, changed: this.tick() });
      return {};
    });
    this.on('UpdateEndpoint', sagemaker.UpdateEndpointCommand, ({ EndpointName, EndpointConfigName }) => {
      const found = this.endpoints.get(EndpointName)!;
      if (found.status !== 'InService') {
        throw awsError('ValidationException', `Cannot update in-progress endpoint "${ACCOUNT}:endpoint/${EndpointName}".`);
      }
      Object.assign(found, { status: 'Updating', wanted: EndpointConfigName, changed: this.tick(), reason: undefined });
      return {};
    });
  }

  private removers(): void {
    this.on('DeleteEndpoint', sagemaker.DeleteEndpointCommand, ({ EndpointName }) => {
      const found = this.endpoints.get(EndpointName);
      if (!found) {
        throw awsError('ValidationException', `Could not find endpoint "${ACCOUNT}:endpoint/${EndpointName}".`);
      }
      if (!['InService', 'Failed'].includes(found.status)) {
        throw awsError('ValidationException', `Cannot update in-progress endpoint "${ACCOUNT}:endpoint/${EndpointName}".`);
      }
      if (this.schedules.size > 0) {
        throw awsError('ValidationException', `Endpoint "${EndpointName}" has monitoring schedules.`);
      }
      found.status = 'Deleting';
      return {};
    });
    this.on('DeleteEndpointConfig', sagemaker.DeleteEndpointConfigCommand, ({ EndpointConfigName }) => {
      this.configs.delete(EndpointConfigName);
      return {};
    });
    this.on('DeleteModel', sagemaker.DeleteModelCommand, ({ ModelName }) => {
      this.models.delete(ModelName);
      return {};
    });
  }

  /** Every look at a schedule that is being changed ends that. */
  private monitors(): void {
    this.on('CreateDataQualityJobDefinition', sagemaker.CreateDataQualityJobDefinitionCommand, (input) => {
      const { EndpointName } = input.DataQualityJobInput.EndpointInput;
      if (this.definitions.has(input.JobDefinitionName)) {
        throw awsError('ResourceInUse', `Job definition ${input.JobDefinitionName} already exists`);
      }
      const endpoint = this.endpoints.get(EndpointName);
      if (!endpoint || !this.configs.get(endpoint.config)?.DataCaptureConfig?.EnableCapture) {
        throw awsError('ValidationException', `Endpoint ${EndpointName} is not there, or captures nothing`);
      }
      this.definitions.set(input.JobDefinitionName, input);
      return {};
    });
    this.on('ListDataQualityJobDefinitions', sagemaker.ListDataQualityJobDefinitionsCommand, ({ NameContains }) => ({
      JobDefinitionSummaries: [...this.definitions.keys()].filter((name) => name.includes(NameContains)).map((name) => ({ MonitoringJobDefinitionName: name })),
    }));
    this.on('DeleteDataQualityJobDefinition', sagemaker.DeleteDataQualityJobDefinitionCommand, ({ JobDefinitionName }) => {
      if ([...this.schedules.values()].some(({ definition }) => definition === JobDefinitionName)) {
        throw awsError('ResourceInUse', `Job definition ${JobDefinitionName} is used by a schedule`);
      }
      this.definitions.delete(JobDefinitionName);
      return {};
    });
    this.on('DescribeMonitoringSchedule', sagemaker.DescribeMonitoringScheduleCommand, ({ MonitoringScheduleName }) => {
      const found = this.scheduleNamed(MonitoringScheduleName);
      const { status, definition, expression } = found;
      if (status === 'Pending') {
        found.status = this.failsToSchedule(definition) ? 'Failed' : 'Scheduled';
      }
      return {
        MonitoringScheduleName, MonitoringScheduleStatus: status, FailureReason: status === 'Failed' ? 'no baseline could be read' : undefined,
        MonitoringScheduleConfig: { MonitoringJobDefinitionName: definition, ScheduleConfig: { ScheduleExpression: expression } },
      };
    });
    this.on('CreateMonitoringSchedule', sagemaker.CreateMonitoringScheduleCommand, (input) => {
      if (this.schedules.has(input.MonitoringScheduleName)) {
        throw awsError('ResourceInUse', `Monitoring schedule ${input.MonitoringScheduleName} already exists`);
      }
      this.schedules.set(input.MonitoringScheduleName, this.scheduleOf(input));
      return {};
    });
    this.on('UpdateMonitoringSchedule', sagemaker.UpdateMonitoringScheduleCommand, (input) => {
      this.settledSchedule(input.MonitoringScheduleName);
      this.schedules.set(input.MonitoringScheduleName, this.scheduleOf(input));
      return {};
    });
    this.on('DeleteMonitoringSchedule', sagemaker.DeleteMonitoringScheduleCommand, ({ MonitoringScheduleName }) => {
      this.settledSchedule(MonitoringScheduleName);
      this.schedules.delete(MonitoringScheduleName);
      return {};
    });
  }

  private scheduleOf({ MonitoringScheduleConfig: { MonitoringJobDefinitionName: definition, ScheduleConfig } }: any): FakeSchedule {
    if (!this.definitions.has(definition)) {
      throw awsError('ResourceNotFound', `Job definition ${definition} does not exist`);
    }
    return { status: 'Pending', definition, expression: ScheduleConfig.ScheduleExpression };
  }

  private scheduleNamed(name: string): FakeSchedule {
    const found = this.schedules.get(name);
    if (!found) {
      throw awsError('ResourceNotFound', `Monitoring schedule ${name} does not exist`);
    }
    return found;
  }

  private settledSchedule(name: string): void {
    if (this.scheduleNamed(name).status === 'Pending') {
      throw awsError('ValidationException', `Monitoring schedule in status Pending: ${name}`);
    }
  }

  /** What happens between two looks. */
  private advance(name: string, endpoint: FakeEndpoint): void {
    if (endpoint.status === 'Deleting') {
      this.endpoints.delete(name);
    } else if (endpoint.status === 'Creating') {
      this.end(endpoint, endpoint.config, 'Failed');
    } else if (endpoint.status === 'Updating') {
      this.end(endpoint, endpoint.wanted!, 'InService');
    }
  }

  private end(endpoint: FakeEndpoint, config: string, whenSick: string): void {
    const sick = this.sick.has(this.versionOf(config));
    Object.assign(endpoint, sick
      ? { status: whenSick, reason: 'The primary container did not pass the ping health check.' }
      : { status: 'InService', config });
    if (!sick) {
      this.served.push(config);
    }
  }
}

function refuseExisting(known: ReadonlyMap<string, unknown>, name: string, noun: string): void {
  if (known.has(name)) {
    throw awsError('ValidationException', `Cannot create already existing ${noun} "${ACCOUNT}:${noun}/${name}".`);
  }
}

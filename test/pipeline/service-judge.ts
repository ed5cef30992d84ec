import type { Pipeline } from '../../lib/pipeline';
import { ServiceModel } from '../../rehearsal/sagemaker/model/service-model';
import { botocoreData } from '../rehearsal/sagemaker/model-folder';
import { sample } from './api-judge';
import { allSteps, definitionOf } from './support';

type Request = Record<string, any>;

const models = new Map<string, ServiceModel>();
const modelOf = (service: string) => models.get(service) ?? models.set(service, ServiceModel.load(botocoreData(), service)).get(service)!;
const problems = (service: string, operation: string, request: Request) => modelOf(service).validateInput(operation, request);

/** Members as Bedrock's own API spells them. */
function camel(value: unknown): any {
  if (Array.isArray(value)) {
    return value.map(camel);
  }
  return typeof value !== 'object' || value === null
    ? value
    : Object.fromEntries(Object.entries(value).map(([name, member]) => [name[0].toLowerCase() + name.slice(1), camel(member)]));
}

const ACTION = 'arn:aws:sagemaker:eu-west-1:123456789012:action/x';

/** What the API behind a type of step would refuse of its arguments, in that API's spelling and with what the service adds. */
const JUDGES: Record<string, (request: Request) => string[]> = {
  EndpointConfig: (request) => problems('sagemaker', 'CreateEndpointConfig', request),
  Endpoint: (request) => problems('sagemaker', 'CreateEndpoint', request),
  InferenceComponent: (request) => problems('sagemaker', 'CreateInferenceComponent', request),
  Lineage: ({ Actions = [], Artifacts = [], Contexts = [], Associations = [], ...others }) => [
    ...Object.keys(others).map((name) => `${name} is no argument`),
    ...Actions.flatMap((each: Request) => problems('sagemaker', 'CreateAction', each)),
    ...Artifacts.flatMap((each: Request) => problems('sagemaker', 'CreateArtifact', each)),
    ...Contexts.flatMap((each: Request) => problems('sagemaker', 'CreateContext', each)),
    ...Associations.flatMap(({ Source, Destination, AssociationType }: Request) => problems('sagemaker', 'AddAssociation', {
      SourceArn: Source.Arn ?? ACTION, DestinationArn: Destination.Arn ?? ACTION, AssociationType,
    })),
  ],
  EMR: ({ StepConfig, ClusterId, ClusterConfig, ExecutionRoleArn, ...others }) => {
    const step = { Name: 'pipelines-abc-Step', ...StepConfig };
    return [
      ...Object.keys(others).map((name) => `${name} is no argument`),
      ...(ClusterConfig
        ? problems('emr', 'RunJobFlow', { Name: 'pipelines-abc-Step', ...ClusterConfig, Steps: [step] })
        : problems('emr', 'AddJobFlowSteps', { JobFlowId: ClusterId, Steps: [step], ExecutionRoleArn })),
    ];
  },
  EMRServerless: ({ ExecutionRoleArn, JobConfig, ApplicationId, ApplicationConfig, ...others }) => [
    ...Object.keys(others).map((name) => `${name} is no argument`),
    ...(ExecutionRoleArn === JobConfig.executionRoleArn ? [] : ['the roles differ']),
    ...problems('emr-serverless', 'StartJobRun', { clientToken: 'abc', applicationId: ApplicationId ?? '00abc', ...JobConfig }),
    ...(ApplicationConfig ? problems('emr-serverless', 'CreateApplication', { clientToken: 'abc', ...ApplicationConfig }) : []),
  ],
  BedrockCustomModel: (request) => problems('bedrock', 'CreateCustomModel', camel(request)),
  BedrockCustomModelDeployment: (request) => problems('bedrock', 'CreateCustomModelDeployment', camel(request)),
  BedrockModelImport: (request) => problems('bedrock', 'CreateModelImportJob', camel(request)),
  BedrockProvisionedModelThroughput: (request) => problems('bedrock', 'CreateProvisionedModelThroughput', camel(request)),
};

/** What services other than those of jobs would refuse of the requests that a pipeline makes. */
export function refusedElsewhere(pipeline: Pipeline): string[] {
  const steps = allSteps(definitionOf(pipeline).Steps).filter(({ Type }) => JUDGES[Type]);
  return steps.flatMap(({ Name, Type, Arguments }) => JUDGES[Type](sample(Arguments, {}) as Request).map((problem) => `${Name}: ${problem}`));
}

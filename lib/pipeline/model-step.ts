import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as iam from 'aws-cdk-lib/aws-iam';
import { allow } from '../core/internal/allow';
import { arnOf } from '../core/internal/arns';
import { Mistakes } from '../core/internal/errors';
import { checkNetwork, joinNetwork } from '../core/internal/network';
import { grantPassToSageMaker } from '../core/internal/roles';
import type { ModelContainer } from './model-container';
import { checkContainers } from './private/check-containers';
import type { RetriedStepOptions } from './retry';
import { Step, type _StepSite } from './step';
import { StepProperty } from './step-value';
import type { PipelineValue } from './value';

/** How requests go through several containers. */
export enum ContainerExecution {
  /** One after the other; each gets what the one before answered. */
  SERIAL = 'Serial',
  /** To the one that the request names. */
  DIRECT = 'Direct',
}

/** A model to make, which batches are transformed with, and endpoints serve. */
export interface ModelStepProps extends RetriedStepOptions {
  /** What serves: 1 to 15 containers, in the order of requests. */
  readonly containers: ModelContainer[];

  /**
   * How requests go through several containers.
   *
   * @default - one after the other
   */
  readonly execution?: ContainerExecution;

  /**
   * Role that the containers run as; the step's permissions are added to it.
   *
   * @default - the role of the pipeline's jobs
   */
  readonly role?: iam.IRole;

  /**
   * Subnets that the containers reach out through, from 1 to 16. With `securityGroups`.
   *
   * @default - SageMaker's own network
   */
  readonly subnets?: ec2.ISubnet[];

  /**
   * Security groups of the containers, from 1 to 5; with `subnets`.
   *
   * @default - none
   */
  readonly securityGroups?: ec2.ISecurityGroup[];

  /**
   * Whether the containers are cut off from every network.
   *
   * @default false
   */
  readonly networkIsolation?: boolean;

  /**
   * Members of the CreateModel request to add or replace whole.
   *
   * @default - none
   */
  readonly overrides?: { [member: string]: unknown };
}

/**
 * Makes a model.
 *
 * The pipeline's role may make and tag models that pipelines name; the model's role gets images, artifacts and subnets. A model costs nothing and
 * outlives the pipeline: nobody deletes it.
 */
export class ModelStep extends Step {
  constructor(name: string, private readonly props: ModelStepProps) {
    super(name, props);
  }

  /** Name of the model, for a transform or an endpoint. */
  public get modelName(): PipelineValue {
    return StepProperty._ofStep(this, 'ModelName');
  }

  /** ARN of the model. */
  public get modelArn(): PipelineValue {
    return StepProperty._ofStep(this, 'ModelArn');
  }

  /** @internal */
  protected _describe(site: _StepSite) {
    const { props } = this;
    check(site, props);
    const role = props.role ?? site.jobSite(this.stepName).role;
    grantModel(site, props);
    const vpc = joinNetwork(site.pipeline, role, props);
    const containers = props.containers.map((container) => container._render(site.pipeline, role));
    return {
      Type: 'Model',
      Arguments: {
        ...(containers.length === 1 ? { PrimaryContainer: containers[0] } : { Containers: containers }),
        InferenceExecutionConfig: props.execution && { Mode: props.execution },
        ExecutionRoleArn: role.roleArn,
        VpcConfig: vpc,
        EnableNetworkIsolation: props.networkIsolation ? true : undefined,
        ...props.overrides,
      },
    };
  }
}

function check({ pipeline }: _StepSite, props: ModelStepProps): void {
  const { containers, execution } = props;
  const mistakes = checkNetwork(new Mistakes(pipeline), props)
    .when(execution !== undefined && containers.length === 1, {
      code: 'ExecutionOfOne', property: 'execution', problem: 'says how requests go through several containers, and there is one', fix: 'Leave it out.',
    })
    .when(execution === ContainerExecution.DIRECT && containers.some(({ _options }) => _options.hostname === undefined), {
      code: 'DirectHostnames', property: 'execution', problem: "needs a 'hostname' of each container, by which requests choose", fix: "Set 'hostname' of all containers.",
    });
  checkContainers(mistakes, containers);
  mistakes.throwIfAny();
}

function grantModel(site: _StepSite, { role: own }: ModelStepProps): void {
  allow(site.pipelineRole, {
    actions: ['sagemaker:CreateModel', 'sagemaker:DescribeModel', 'sagemaker:AddTags', 'sagemaker:ListTags'],
    resourceArns: [arnOf(site.pipeline, { service: 'sagemaker', resource: 'model', resourceName: 'pipelines-*' })],
  }, 'SageMaker names the models of pipelines when it makes them.');
  if (own) {
    grantPassToSageMaker(site.pipelineRole, own);
    site.readResults(own);
  }
}

import { ArnFormat, Stack } from 'aws-cdk-lib/core';
import type { IModelPackageGroupRef } from 'aws-cdk-lib/aws-sagemaker';
import type { ContainerImage, S3Source } from '../core';
import { allow } from '../core/internal/allow';
import { Mistakes } from '../core/internal/errors';
import { checkInstanceType, FOR_REAL_TIME } from '../core/internal/instance-types';
import { Limit } from '../core/internal/limits';
import type { ProcessingStep } from './processing-step';
import { Step, type StepOptions, type _StepSite } from './step';
import { StepProperty } from './step-value';
import type { PipelineValue } from './value';

/** Whether a new model version may be deployed at once. */
export enum ApprovalStatus {
  /** People decide. */
  PENDING_MANUAL_APPROVAL = 'PendingManualApproval',
  /** The version counts as approved. */
  APPROVED = 'Approved',
  /** The version is kept for the record only. */
  REJECTED = 'Rejected',
}

/** A model version to register. */
export interface RegisterModelStepProps extends StepOptions {
  /** The group that the version is added to. */
  readonly group: IModelPackageGroupRef;

  /** The trained model, `model.tar.gz`; what the container needs to serve it must be inside or in the environment. */
  readonly model: S3Source;

  /** The image that serves the model. */
  readonly image: ContainerImage;

  /**
   * Environment of the serving container.
   *
   * @default - none
   */
  readonly environment?: { [name: string]: string };

  /**
   * The step whose metrics file is shown with the version.
   *
   * @default - no metrics
   */
  readonly metrics?: ProcessingStep;

  /**
   * Whether the version may be deployed at once.
   *
   * @default ApprovalStatus.PENDING_MANUAL_APPROVAL
   */
  readonly approval?: ApprovalStatus;

  /**
   * MIME types of requests.
   *
   * @default ['text/csv', 'application/json']
   */
  readonly contentTypes?: string[];

  /**
   * MIME types of answers.
   *
   * @default ['text/csv', 'application/json']
   */
  readonly responseTypes?: string[];

  /**
   * Instances on which the model can serve in real time.
   *
   * @default ['ml.m5.large']
   */
  readonly inferenceInstances?: string[];

  /**
   * What the version is, in a sentence; at most 1,024 characters.
   *
   * @default - none
   */
  readonly modelDescription?: string;

  /**
   * Names and values kept with the version; at most 50.
   *
   * @default - none
   */
  readonly customerMetadata?: { [name: string]: string };

  /**
   * Members of the CreateModelPackage request to add or replace.
   *
   * @default - none
   */
  readonly overrides?: { [member: string]: any };
}

/** Adds a version to a model package group. */
export class RegisterModelStep extends Step {
  constructor(name: string, private readonly props: RegisterModelStepProps) {
    super(name, props);
  }

  /** ARN of the new version. */
  public get modelPackageArn(): PipelineValue {
    return StepProperty.of(this.stepName, 'ModelPackageArn');
  }

  /** @internal */
  protected _describe(site: _StepSite) {
    const { props } = this;
    check(site, props);
    const groupArn = props.group.modelPackageGroupRef.modelPackageGroupArn;
    grantRegister(site, groupArn);
    const image = props.image.bind(site.pipeline);
    if (image.repositoryArn) {
      allow(site.pipelineRole, { actions: ['ecr:BatchGetImage', 'ecr:DescribeImages'], resourceArns: [image.repositoryArn] });
    }
    const instances = props.inferenceInstances ?? ['ml.m5.large'];
    return {
      Type: 'RegisterModel',
      Arguments: {
        ModelPackageGroupName: groupArn,
        ModelPackageDescription: props.modelDescription,
        ModelApprovalStatus: props.approval ?? ApprovalStatus.PENDING_MANUAL_APPROVAL,
        InferenceSpecification: {
          Containers: [{
            Image: image.uri,
            ModelDataUrl: props.model.bind(site.pipeline, site.pipelineRole).uri,
            Environment: props.environment,
          }],
          SupportedContentTypes: props.contentTypes ?? ['text/csv', 'application/json'],
          SupportedResponseMIMETypes: props.responseTypes ?? ['text/csv', 'application/json'],
          SupportedRealtimeInferenceInstanceTypes: instances,
          SupportedTransformInstanceTypes: instances,
        },
        ModelMetrics: props.metrics ? {
          ModelQuality: {
            Statistics: { ContentType: 'application/json', S3Uri: props.metrics.metricsFile.bind(site.pipeline, site.pipelineRole).uri },
          },
        } : undefined,
        CustomerMetadataProperties: props.customerMetadata,
        ...props.overrides,
      },
    };
  }
}

const METADATA = Limit.of('CreateModelPackageInput.CustomerMetadataProperties');
const DESCRIPTION = Limit.between('ModelPackageDescription', 0, 1024);

function check(site: _StepSite, props: RegisterModelStepProps): void {
  props.inferenceInstances?.forEach((instance) => checkInstanceType(site.pipeline, 'inferenceInstances', instance, FOR_REAL_TIME));
  new Mistakes(site.pipeline)
    .add(METADATA.mistakeInCount('customerMetadata', props.customerMetadata))
    .add(DESCRIPTION.mistakeInText('modelDescription', props.modelDescription))
    .throwIfAny();
}

/** Registering names both the group and the version that it is about to make. */
function grantRegister(site: _StepSite, groupArn: string): void {
  const stack = Stack.of(site.pipeline);
  const group = stack.splitArn(groupArn, ArnFormat.SLASH_RESOURCE_NAME).resourceName!;
  allow(site.pipelineRole, {
    actions: ['sagemaker:CreateModelPackage', 'sagemaker:DescribeModelPackage', 'sagemaker:DescribeModelPackageGroup', 'sagemaker:AddTags'],
    resourceArns: [groupArn, stack.formatArn({ service: 'sagemaker', resource: 'model-package', resourceName: `${group}/*` })],
  }, 'A version gets its number when it is registered.');
}

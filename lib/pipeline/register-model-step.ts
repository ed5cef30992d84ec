import type { IModelPackageGroupRef } from 'aws-cdk-lib/aws-sagemaker';
import type { ContainerImage, S3Source } from '../core';
import { allow } from '../core/internal/allow';
import { Mistakes } from '../core/internal/errors';
import { checkInstanceType, FOR_REAL_TIME, FOR_TRANSFORM, isOffered } from '../core/internal/instance-types';
import { Limit } from '../core/internal/limits';
import { type ModelCard, ModelCardStatus } from './model-card';
import { ModelContainer } from './model-container';
import type { ModelVersionOptions } from './model-version-options';
import { checkContainers } from './private/check-containers';
import { checkContent, checkModelCard } from './private/check-model-card';
import { comparisonMetadata, mistakeInComparison } from './private/comparison-metadata';
import { contentOf } from './private/model-card-content';
import { versionsOf } from './private/registered-versions';
import { checkDetails, renderDetails, renderFramework } from './private/version-details';
import { mistakesInReports, renderReports } from './private/version-reports';
import type { ProcessingStep } from './processing-step';
import type { ServingComparison } from './serving-comparison';
import type { RetriedStepOptions } from './retry';
import { Step, type _StepSite } from './step';
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

/** What monitors compare traffic with, as Model Monitor writes it. */
export interface DataQualityBaseline {
  /** `statistics.json` of the training data. */
  readonly statistics: S3Source;
  /** `constraints.json`, which traffic has to keep. */
  readonly constraints: S3Source;
}

/** A model version to register. */
export interface RegisterModelStepProps extends RetriedStepOptions, ModelVersionOptions {
  /** The group that the version is added to. */
  readonly group: IModelPackageGroupRef;

  /**
   * The trained model, `model.tar.gz`; what the container needs to serve it must be inside or in the environment. With `image`.
   *
   * @default - what `containers` say
   */
  readonly model?: S3Source;

  /**
   * The image that serves the model. With `model`.
   *
   * @default - what `containers` say
   */
  readonly image?: ContainerImage;

  /**
   * Environment of the serving container; at most 100 variables.
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
   * The serving version's metrics on the same rows, for those who decide about this one.
   *
   * Kept as `servingModelPackage` and `servingMetrics` in the version's customer metadata.
   *
   * @default - people see this version's metrics alone
   */
  readonly comparedWith?: ServingComparison;

  /**
   * What data-quality monitors compare the version's traffic with.
   *
   * @default - none; monitors need a baseline of their own
   */
  readonly dataQualityBaseline?: DataQualityBaseline;

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
   * Instances on which the model can serve in real time, and transform batches where those offer the same.
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
   * What people say of the model and what the run knows of it: job, data, image, hyperparameters and evaluation.
   *
   * @default - none
   */
  readonly modelCard?: ModelCard;

  /**
   * Names and values kept with the version: 1 to 50, with 128 and 256 characters at most.
   *
   * @default - none
   */
  readonly customerMetadata?: { [name: string]: string };

  /**
   * Members of the CreateModelPackage request to add or replace.
   *
   * @default - none
   */
  readonly overrides?: { [member: string]: unknown };
}

/**
 * Adds a version to a model package group.
 *
 * The pipeline's role may register versions in that group and read the image, the artifact and the metrics that the pipeline made; for a
 * model from elsewhere, give it permission to read the artifact. A version costs nothing and outlives the pipeline.
 */
export class RegisterModelStep extends Step {
  constructor(name: string, private readonly props: RegisterModelStepProps) {
    super(name, props);
  }

  /** ARN of the new version, for later steps of the same branch. */
  public get modelPackageArn(): PipelineValue {
    return StepProperty._ofStep(this, 'ModelPackageArn');
  }

  /** @internal */
  protected _describe(site: _StepSite) {
    const { props } = this;
    check(site, props);
    const groupArn = props.group.modelPackageGroupRef.modelPackageGroupArn;
    grantRegister(site, props.group);
    const { containers, modelUri } = renderContainers(site, props);
    const instances = props.inferenceInstances ?? ['ml.m5.large'];
    const transformInstances = instances.filter((instance) => isOffered(instance, FOR_TRANSFORM));
    return {
      Type: 'RegisterModel',
      Arguments: {
        ModelPackageGroupName: groupArn,
        ModelPackageDescription: props.modelDescription,
        ModelApprovalStatus: props.approval ?? ApprovalStatus.PENDING_MANUAL_APPROVAL,
        InferenceSpecification: {
          Containers: containers,
          SupportedContentTypes: props.contentTypes ?? ['text/csv', 'application/json'],
          SupportedResponseMIMETypes: props.responseTypes ?? ['text/csv', 'application/json'],
          SupportedRealtimeInferenceInstanceTypes: instances,
          SupportedTransformInstanceTypes: transformInstances.length > 0 ? transformInstances : undefined,
        },
        ...renderReports(site, props),
        ...renderDetails(site, site.jobSite(this.stepName), props),
        CustomerMetadataProperties: metadataOf(props),
        ModelCard: cardOf(site, props, modelUri),
        ...props.overrides,
      },
    };
  }
}

/** What the user keeps with the version, and what it was compared with. */
function metadataOf({ customerMetadata, comparedWith }: RegisterModelStepProps): { [name: string]: string } | undefined {
  return comparedWith === undefined ? customerMetadata : { ...customerMetadata, ...comparisonMetadata(comparedWith) };
}

function cardOf(site: _StepSite, { modelCard, metrics }: RegisterModelStepProps, modelUri: string) {
  if (!modelCard) {
    return undefined;
  }
  const content = contentOf(site.pipeline, { evaluations: metrics && [{ step: metrics }], ...modelCard }, modelUri);
  const mistakes = new Mistakes(site.pipeline);
  checkContent(content, mistakes);
  mistakes.throwIfAny();
  return { ModelCardContent: content, ModelCardStatus: modelCard.status ?? ModelCardStatus.DRAFT };
}

/** What serves, and where the first model lies. */
function renderContainers(site: _StepSite, props: RegisterModelStepProps) {
  const bound = containersOf(props).map((container) => ({ container, ...container._bind(site.pipeline, site.pipelineRole) }));
  for (const { image } of bound) {
    if (image?.repositoryArn) {
      allow(site.pipelineRole, { actions: ['ecr:BatchGetImage', 'ecr:DescribeImages'], resourceArns: [image.repositoryArn] });
    }
  }
  const framework = renderFramework(props.framework);
  return { containers: bound.map(({ container, uri, image }) => ({ ...container._member(uri, image?.uri), ...framework })), modelUri: bound[0].uri };
}

function containersOf({ containers, model, image, environment }: RegisterModelStepProps): readonly ModelContainer[] {
  return containers ?? (model && image ? [ModelContainer.fromArtifact(image, model, { environment })] : []);
}

const METADATA = Limit.of('CreateModelPackageInput.CustomerMetadataProperties');
const METADATA_NAME = Limit.between('CustomerMetadataName', 1, 128);
const METADATA_VALUE = Limit.between('CustomerMetadataValue', 1, 256);
const DESCRIPTION = Limit.between('ModelPackageDescription', 0, 1024);
const INSTANCES = Limit.between('InferenceInstances', 1);

function check(site: _StepSite, props: RegisterModelStepProps): void {
  props.inferenceInstances?.forEach((instance) => checkInstanceType(site.pipeline, 'inferenceInstances', instance, FOR_REAL_TIME));
  const mistakes = new Mistakes(site.pipeline)
    .add(INSTANCES.mistakeInCount('inferenceInstances', props.inferenceInstances))
    .add(METADATA.mistakeInCount('customerMetadata', metadataOf(props)))
    .add(mistakeInComparison(props.comparedWith, props.customerMetadata))
    .add(DESCRIPTION.mistakeInText('modelDescription', props.modelDescription));
  checkServing(mistakes, props);
  mistakesInReports(props).forEach((mistake) => mistakes.add(mistake));
  checkDetails(mistakes, props);
  for (const [name, value] of Object.entries(props.customerMetadata ?? {})) {
    mistakes.add(METADATA_NAME.mistakeInText('customerMetadata', name)).add(METADATA_VALUE.mistakeInText(`customerMetadata '${name}'`, value));
  }
  checkModelCard(props.modelCard ?? {}, mistakes);
  mistakes.throwIfAny();
}

/** One way to say what serves, and nothing in it that a version cannot have. */
function checkServing(mistakes: Mistakes, props: RegisterModelStepProps): void {
  const { containers, model, image, environment } = props;
  const single = [model, image, environment].filter((each) => each !== undefined).length;
  const notRegistrable = containers?.map(({ _notRegistrable }) => _notRegistrable).find((reason) => reason !== undefined);
  mistakes
    .when(containers !== undefined && single > 0, {
      code: 'ModelServedTwice', property: 'containers', problem: "does not go with 'model', 'image' and 'environment'", fix: 'Say what serves in one of the two ways.',
    })
    .when(containers === undefined && (model === undefined || image === undefined), {
      code: 'ModelServedByNothing', property: model ? 'image' : 'model', problem: 'is missing', fix: "Give 'model' and 'image', or 'containers'.",
    })
    .when(notRegistrable !== undefined, {
      code: 'ContainerNotRegistrable', property: 'containers', problem: `has one that ${notRegistrable}, which a version cannot hold`, fix: 'Use ModelContainer.fromArtifact.',
    });
  if (containers !== undefined || (model && image)) {
    checkContainers(mistakes, containersOf(props));
  }
}

/** Registering names both the group and the version that it is about to make. */
function grantRegister(site: _StepSite, group: IModelPackageGroupRef): void {
  const versionsArn = versionsOf(site.pipeline, group);
  site.pipeline._registers(versionsArn);
  allow(site.pipelineRole, {
    actions: ['sagemaker:CreateModelPackage', 'sagemaker:DescribeModelPackage', 'sagemaker:DescribeModelPackageGroup', 'sagemaker:AddTags'],
    resourceArns: [group.modelPackageGroupRef.modelPackageGroupArn, versionsArn],
  }, 'A version gets its number when it is registered.');
}
